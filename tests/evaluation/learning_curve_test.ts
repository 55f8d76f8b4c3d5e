import assert from "assert";
import { learningCurve } from "lib/evaluation/learning_curve.ts";
import type { Head } from "lib/heads/head.ts";
import { mean } from "lib/heads/mean.ts";
import type { DenseMatrix } from "lib/types.ts";

const ROWS = 12;
const VIDEOS = Array.from({ length: ROWS }, (_, row) => ({
  videoId: `video${row}`.padEnd(11, "_"),
  transcript: "",
  scores: { virality: row / ROWS, engagement: row / ROWS },
  row,
}));
const FEATURES: DenseMatrix = {
  kind: "dense",
  rows: ROWS,
  columns: 1,
  data: Float64Array.from({ length: ROWS }, (_, row) => row),
};
const TRIAL = { features: FEATURES, videos: VIDEOS, fitOn: [2, 3, 4, 5, 6, 7, 8, 9] };

/** A head that says the mean and writes down what it was fitted on. */
function watched(seen: number[][]): Head {
  const head = mean();
  return {
    name: "watched",
    fit(features, targets) {
      if (features.kind === "dense") seen.push([...features.data]);
      return head.fit(features, targets);
    },
  };
}

Deno.test("learningCurve() grows nested parts of the training rows, in each seed's own order", async () => {
  const seen: number[][] = [];
  const options = { sizes: [2, 5, 8], seeds: [1, 2] };
  await learningCurve(watched(seen), { ...TRIAL, predictOn: [0, 1] }, options);
  assert.deepEqual(seen.map(({ length }) => length), [2, 5, 8, 2, 5, 8]);
  for (const [small, middle, all] of [seen.slice(0, 3), seen.slice(3)]) {
    assert.deepEqual(middle!.slice(0, 2), small);
    assert.deepEqual(all!.slice(0, 5), middle);
    assert.deepEqual(all!.toSorted((a, b) => a - b), TRIAL.fitOn);
  }
  assert.notDeepEqual(seen[2], seen[5]);
});

Deno.test("learningCurve() measures the averaged error on the same videos", async () => {
  // The mean of rows 2..9 is 5.5 / 12; rows 0 and 11 are 5.5 / 12 away from it.
  const points = await learningCurve(mean(), { ...TRIAL, predictOn: [0, 11] }, {
    sizes: [8],
    seeds: [7],
  });
  assert.deepEqual(points.map(({ rows, seed }) => [rows, seed]), [[8, 7]]);
  assert.ok(Math.abs(points[0]!.error - (5.5 / 12) ** 2) < 1e-12);
});

Deno.test("learningCurve() lets an encoder learn from the part alone", async () => {
  const asked: number[][] = [];
  const features = (fitOn: readonly number[]) => {
    asked.push([...fitOn]);
    return Promise.resolve(FEATURES);
  };
  const seen: number[][] = [];
  const options = { sizes: [3, 8], seeds: [1] };
  await learningCurve(watched(seen), { ...TRIAL, features, predictOn: [0] }, options);
  assert.deepEqual(asked, seen);
});

Deno.test("learningCurve() refuses sizes that cannot be", async () => {
  for (const size of [0, 1.5, 9]) {
    const trial = { ...TRIAL, predictOn: [0] };
    await assert.rejects(learningCurve(mean(), trial, { sizes: [2, size], seeds: [1] }), {
      name: "RangeError",
      message: `Cannot measure a learning curve: expected sizes in 1..8 training rows, got ${size}`,
    });
  }
});
