import assert from "assert";
import { timedHead } from "lib/evaluation/timed_head.ts";
import { crossValidate } from "lib/heads/cross_validate.ts";
import type { Head } from "lib/heads/head.ts";
import { mean } from "lib/heads/mean.ts";

const VIDEOS = [0.1, 0.2, 0.6, 0.7].map((score, row) => ({
  videoId: `video${row}_____`,
  transcript: "",
  scores: { virality: score, engagement: 1 - score },
  row,
}));
const FOLDS = [{ train: [0, 1], test: [2, 3] }, { train: [2, 3], test: [0, 1] }];
const VALIDATION = {
  features: { kind: "dense", rows: 4, columns: 1, data: new Float64Array(4) },
  videos: VIDEOS,
  folds: FOLDS,
} as const;

/** A head that takes its time: 20 ms to fit, 5 ms to predict. */
function slow(head: Head): Head {
  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
  return {
    name: head.name,
    fit: async (features, targets) => {
      await wait(20);
      const fitted = await head.fit(features, targets);
      return { predict: async (rows) => (await wait(5), await fitted.predict(rows)) };
    },
  };
}

Deno.test("timedHead() leaves the predictions as they are and sums the seconds of all folds", async () => {
  const { predictions, seconds } = await timedHead(
    slow(mean()),
    (head) => crossValidate(head, VALIDATION),
  );
  assert.deepEqual(predictions, await crossValidate(mean(), VALIDATION));
  assert.ok(seconds.fit > 0.035 && seconds.fit < 5, `fit ${seconds.fit} s`); // two folds
  assert.ok(seconds.predict > 0.008 && seconds.predict < 5, `predict ${seconds.predict} s`);
  assert.ok(seconds.fit > seconds.predict);
});
