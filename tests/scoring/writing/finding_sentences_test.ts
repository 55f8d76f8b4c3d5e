import assert from "assert";
import type { ModelFacts } from "lib/scoring/answer.ts";
import {
  influenceLines,
  momentLines,
  similarTitle,
  trustSentences,
} from "lib/scoring/writing/finding_sentences.ts";
import { finding, moments } from "./_answer.ts";

Deno.test("influenceLines() says when a word was said first, and how often", () => {
  const effect = { virality: 1, engagement: 0 };
  const words = [
    { text: "often", effect, said: { startMs: 1250, endMs: 1500, times: 3 } },
    { text: "once", effect, said: { startMs: 0, endMs: 500, times: 1 } },
    { text: "untimed", effect },
  ];
  assert.deepEqual(influenceLines({ ...finding, words }), [
    "    raised virality:      often +1.0 (3 times, first at 1.3 s), once +1.0 (at",
    "                          0.0 s), untimed +1.0",
  ]);
});

Deno.test("influenceLines() names what moved a score most first, raised and lowered apart", () => {
  const words = [["a bit", 0.5], ["up", 3], ["down", -4], ["nothing", 0.04], ["less", -1]] as const;
  const effects = words.map(([text, engagement]) => ({
    text,
    effect: { virality: 0, engagement },
  }));
  assert.deepEqual(influenceLines({ ...finding, words: effects }), [
    "    raised engagement:    up +3.0, a bit +0.5",
    "    lowered engagement:   down −4.0, less −1.0",
  ]);
});

Deno.test("momentLines() lists moments with what is said in them, under what effects are", () => {
  assert.deepEqual(momentLines({ ...finding, moments }), [
    "    The score with what is said in a moment less the score without it:",
    "    virality:   +2.0 from 0.0 to 1.5 s “what is said 0”",
    "                −1.0 from 2.0 to 3.5 s “what is said 1”",
  ]);
});

Deno.test("momentLines() has nothing to say of moments of no weight", () => {
  const effect = { virality: 0.04, engagement: -0.04 };
  const weak = moments.map((moment) => ({ ...moment, effect }));
  assert.deepEqual(momentLines({ ...finding, moments: weak }), []);
});

Deno.test("similarTitle() says that words were compared wherever there are any", () => {
  assert.match(similarTitle({ basis: ["words", "pictures", "sound"] }), /by their words$/);
  assert.match(similarTitle({ basis: ["pictures"] }), /by their looks and sound$/);
});

const FACTS: ModelFacts = {
  model: "ridge",
  data: "2,836 real videos",
  kind: "real",
  intervals: "a video of a channel that was not seen",
  heldOut: [
    { protocol: "random split", videos: 568, mse: 0.01674, meanMse: 0.02134, covered: 0.896 },
    { protocol: "channels", videos: 2836, groups: 36, mse: 0.0207, meanMse: 0.0208, covered: 0.9 },
  ],
};

Deno.test("trustSentences() says the model, the data and what was measured", () => {
  const [model, intervals, random, unseen, warning] = trustSentences(FACTS);
  assert.equal(model, "Model: ridge, fitted on 2,836 real videos.");
  assert.equal(intervals, "The intervals are for a video of a channel that was not seen.");
  assert.equal(
    random,
    "Measured on 568 videos held out (random split): squared error 0.0167, always guessing the " +
      "mean 0.0213; 90% of scores inside their 90% intervals.",
  );
  assert.match(unseen!, /^Measured on 2,836 videos held out \(36 unseen channels\): .* 0\.0207, /);
  assert.match(warning!, /no better than the mean/, "0.0207 is above 99% of 0.0208");
});

Deno.test("trustSentences() calls a model useless for unknown channels only where these were tried", () => {
  const heldOut = FACTS.heldOut.map((facts) => ({ ...facts, mse: facts.meanMse }));
  assert.equal(trustSentences({ ...FACTS, heldOut: heldOut.slice(0, 1) }).length, 3);
  assert.equal(trustSentences({ ...FACTS, heldOut }).length, 5);
});

Deno.test("trustSentences() warns of invented videos, and not where the model is better", () => {
  const [random] = FACTS.heldOut;
  const sentences = trustSentences({ ...FACTS, kind: "sample", heldOut: [random!] });
  assert.equal(sentences.length, 3);
  assert.match(sentences[0]!, /These videos are invented: it says nothing of real ones\.$/);
});
