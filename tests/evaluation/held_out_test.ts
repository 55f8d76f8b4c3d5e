import assert from "assert";
import { type HeldOut, heldOutFacts, holdOut } from "lib/evaluation/held_out.ts";
import type { Prediction, Video } from "lib/types.ts";

const videos = [0.1, 0.3, 0.5, 0.9].map((score, row): Video => ({
  videoId: `video${row}`,
  row,
  transcript: "",
  scores: { virality: score, engagement: 1 - score },
}));

Deno.test("holdOut() predicts each fold by a model of the others, beside their mean", async () => {
  const asked: unknown[] = [];
  const { protocol, predictions, baseline, groups } = await holdOut(videos, {
    protocol: {
      name: "pairs",
      groups: ["a", "a", "b", "b"],
      folds: [{ train: [0, 1], test: [3, 2] }, { train: [2, 3], test: [0] }],
    },
    predict: (fold) => {
      asked.push(fold);
      return Promise.resolve(fold.test.map((row) => ({ virality: row / 10, engagement: 0 })));
    },
  });
  assert.deepEqual([protocol, asked.length], ["pairs", 2]);
  assert.deepEqual(predictions.map(({ videoId }) => videoId), ["video3", "video2", "video0"]);
  assert.deepEqual(predictions[0], {
    videoId: "video3",
    predicted: { virality: 0.3, engagement: 0 },
    actual: videos[3]!.scores,
  });
  assert.deepEqual(baseline.map(({ predicted }) => predicted.virality), [0.2, 0.2, 0.7]);
  assert.deepEqual(groups, ["b", "b", "a"]);
});

/** Predictions that are wrong by these amounts in both targets. */
function wrongBy(errors: readonly number[]): Prediction[] {
  return errors.map((error, i) => ({
    videoId: `${i}`,
    predicted: { virality: 0.5, engagement: 0.5 },
    actual: { virality: 0.5 + error, engagement: 0.5 - error },
  }));
}

Deno.test("heldOutFacts() sums up errors and how often intervals of other folds held", () => {
  const errors = Array.from({ length: 200 }, (_, i) => 0.4 * (i * 37 % 200) / 200);
  const heldOut: HeldOut = {
    protocol: "random split",
    predictions: wrongBy(errors),
    baseline: wrongBy(errors.map((error) => 2 * error)),
  };
  const { mse, meanMse, covered, videos, groups } = heldOutFacts(heldOut);
  // the mean of (0.4 i / 200)² over i = 0..199
  const expected = errors.reduce((sum, error) => sum + error ** 2, 0) / 200;
  assert.ok(Math.abs(mse - expected) < 1e-12 && Math.abs(meanMse - 4 * expected) < 1e-12);
  assert.ok(covered > 0.85 && covered < 0.95, `got ${covered}`);
  assert.deepEqual([videos, groups], [200, undefined]);
});

Deno.test("heldOutFacts() calibrates on other groups only", () => {
  // one group of ten is wrong by far: calibrated on the other nine, its intervals never hold
  const errors = Array.from({ length: 200 }, (_, i) => i < 20 ? 0.4 : 0.01);
  const groups = errors.map((_, i) => String(Math.floor(i / 20)));
  const predictions = wrongBy(errors);
  const { covered, groups: count } = heldOutFacts({
    protocol: "channels",
    predictions,
    baseline: predictions,
    groups,
  });
  assert.equal(count, 10);
  assert.ok(Math.abs(covered - 0.9) < 1e-12, `got ${covered}`);
});
