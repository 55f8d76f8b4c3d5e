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

/** A head that takes 20 s to fit and 5 s to predict, by a clock of its own. */
function slow(head: Head) {
  let ms = 0;
  const slowed: Head = {
    name: head.name,
    fit: async (features, targets) => {
      ms += 20_000;
      const fitted = await head.fit(features, targets);
      return { predict: (rows) => (ms += 5000, fitted.predict(rows)) };
    },
  };
  return { head: slowed, clock: { now: () => ms } };
}

Deno.test("timedHead() leaves the predictions as they are and sums the seconds of all folds", async () => {
  const { head, clock } = slow(mean());
  const { predictions, seconds } = await timedHead(
    head,
    (timed) => crossValidate(timed, VALIDATION),
    { clock },
  );
  assert.deepEqual(predictions, await crossValidate(mean(), VALIDATION));
  assert.deepEqual(seconds, { fit: 40, predict: 10 }); // two folds
});
