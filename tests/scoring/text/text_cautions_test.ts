import assert from "assert";
import { textCautions } from "lib/scoring/text/text_cautions.ts";

const near = { distance: 0, percentile: 0.2, far: false, statement: "Within the training data" };
const neighbour = {
  videoId: "abcdefghijk",
  similarity: 0.5,
  scores: { virality: 1, engagement: 2 },
  snippet: "",
};
const LONG = "one two three four five six seven eight nine";

Deno.test("textCautions() has nothing to say of a usual text", () => {
  const known = { knownShare: 0.9, neighbours: [neighbour], familiarity: near };
  assert.deepEqual(textCautions(LONG, known), []);
});

Deno.test("textCautions() mistrusts texts of fewer than 8 words, or with under 60% known ones", () => {
  const usual = { knownShare: 0.6, neighbours: [neighbour], familiarity: near };
  const words = LONG.split(" ");
  assert.deepEqual(textCautions(words.slice(0, 8).join(" "), usual), []);
  assert.match(textCautions(words.slice(0, 7).join(" "), usual)[0]!, /has only 7 different words/);
  assert.match(textCautions("one", usual)[0]!, /has only 1 different word:/);
  assert.match(textCautions(LONG, { ...usual, knownShare: 0.59 })[0]!, /^Only 59% of its words/);
});

Deno.test("textCautions() gives no share of words that is rounded to nothing", () => {
  const strange = { knownShare: 0, neighbours: [neighbour], familiarity: near };
  const [caution] = textCautions(LONG, strange);
  assert.match(caution!, /^Hardly any of its words occurs in the known videos: it is in another/);
});

Deno.test("textCautions() names each reason for mistrust", () => {
  const cautions = textCautions("one two one", {
    knownShare: 0.25,
    neighbours: [{ ...neighbour, similarity: 1 }],
    familiarity: { ...near, far: true, statement: "Far from the training data" },
  });
  assert.equal(cautions.length, 4);
  assert.match(cautions[0]!, /^The text has only 2 different words/);
  assert.match(cautions[1]!, /^Only 25% of its words occur/);
  assert.equal(cautions[2], "Far from the training data.");
  assert.match(cautions[3]!, /fitted on this very text \(video abcdefghijk\)/);
});
