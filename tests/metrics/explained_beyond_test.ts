import assert from "assert";
import { explainedBeyond } from "lib/metrics/explained_beyond.ts";

function predictions(predicted: readonly number[]) {
  return [0, 1, 2].map((score, i) => ({
    videoId: `v${i}`,
    actual: { virality: score, engagement: 2 - score },
    predicted: { virality: predicted[i]!, engagement: 2 - predicted[i]! },
  }));
}

Deno.test("explainedBeyond() subtracts the baseline's R², below 0 as it may be", () => {
  // Σ(actual - 1)² = 2; baseline errors 2², 1², 0² give R² -1.5; model errors 0, 1, 0 give 0.5
  const gain = explainedBeyond(predictions([2, 2, 2]), predictions([0, 0, 2]));
  assert.deepEqual(gain, { virality: 2, engagement: 2 });
});

Deno.test("explainedBeyond() refuses other videos, and other actual scores of the same", () => {
  const all = predictions([0, 1, 2]);
  assert.throws(() => explainedBeyond(all, all.toReversed()), {
    name: "TypeError",
    message:
      "Cannot compare with a baseline: expected the same videos and actual scores in row 0, " +
      "got v0 and v2",
  });
  assert.throws(() => explainedBeyond(all, all.slice(0, 2)), {
    message: /in row 2, got v2 and none$/,
  });
  const actual = { virality: 0.5, engagement: 1.5 };
  const rescored = all.with(1, { ...all[1]!, actual });
  assert.throws(() => explainedBeyond(all, rescored), { message: /in row 1, got v1 and v1$/ });
});
