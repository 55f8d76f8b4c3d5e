import assert from "assert";
import { predictWithHistory } from "lib/evaluation/history/predict_with_history.ts";
import { restoreChannelHistory } from "lib/heads/history/channel_history.ts";
import type { DenseMatrix, Scores } from "lib/types.ts";

const BASE = { virality: 0.4, engagement: 0.6 };
/** Half of virality's variance is the channel's, nothing of engagement's. */
const HISTORY = restoreChannelHistory([
  { variance: 0.04, level: 0.5, likeness: 0, noise: 0.5 },
  { variance: 0.01, level: 0, likeness: 0, noise: 1 },
], {});

function assertScores(got: Scores, virality: number, engagement: number): void {
  assert.ok(Math.abs(got.virality - virality) < 1e-12, `virality ${got.virality}`);
  assert.ok(Math.abs(got.engagement - engagement) < 1e-12, `engagement ${got.engagement}`);
}

Deno.test("predictWithHistory() moves each target as far as its level is believed", () => {
  const past = [
    { predicted: { virality: 0.4, engagement: 0.5 }, actual: { virality: 0.7, engagement: 0.9 } },
    { predicted: { virality: 0.5, engagement: 0.5 }, actual: { virality: 0.6, engagement: 0.9 } },
  ];
  const { predicted, moved, deviation } = predictWithHistory(HISTORY, { base: BASE, past });
  // mean residual 0.2, shrunk by 2 / (2 + 1); variance left 0.04 (1 - 0.5 · 2/3)
  assertScores(moved, 0.2 * 2 / 3, 0);
  assertScores(predicted, 0.4 + 0.2 * 2 / 3, 0.6);
  assertScores(deviation, Math.sqrt(0.04 * 2 / 3), 0.1);
});

Deno.test("predictWithHistory() leaves the model's prediction where nothing is known", () => {
  const { predicted, moved, deviation } = predictWithHistory(HISTORY, { base: BASE, past: [] });
  assertScores(predicted, 0.4, 0.6);
  assertScores(moved, 0, 0);
  assertScores(deviation, 0.2, 0.1);
});

Deno.test("predictWithHistory() asks for features where videos are compared", () => {
  const shares = { variance: 1, level: 0, likeness: 0.5, noise: 0.5 };
  const history = restoreChannelHistory([shares, shares], { columns: 2 });
  const past = [{ predicted: BASE, actual: { virality: 0.8, engagement: 0.6 } }];
  const row = (...values: number[]): DenseMatrix => ({
    kind: "dense",
    rows: 1,
    columns: 2,
    data: Float64Array.from(values),
  });
  const video = { base: BASE, past, pastFeatures: row(1, 0) };
  assertScores(predictWithHistory(history, { ...video, features: row(5, 0) }).moved, 0.2, 0);
  assertScores(predictWithHistory(history, { ...video, features: row(0, 5) }).moved, 0, 0);
  assert.throws(() => predictWithHistory(history, video), TypeError);
  assert.throws(
    () => predictWithHistory(history, { base: BASE, features: row(1, 0), past }),
    TypeError,
  );
});
