import assert from "assert";
import type { ModelFacts } from "lib/scoring/answer.ts";
import { trustSentences } from "lib/scoring/writing/trust_sentences.ts";

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
