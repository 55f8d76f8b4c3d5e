import assert from "assert";
import { historyCurve, historyGain } from "lib/evaluation/history/history_curve.ts";
import type { HistoryDraw } from "lib/evaluation/history/history_trial.ts";

const OPTIONS = { resamples: 300, seed: 1 };

/** A channel's draw with one prediction for each pair of errors. */
function drawOf(
  group: string,
  known: number,
  errors: readonly (readonly [virality: number, engagement: number])[],
): HistoryDraw {
  const predictions = errors.map(([virality, engagement], i) => ({
    videoId: `${group}${i}`,
    predicted: { virality: 0.5 + virality, engagement: 0.5 + engagement },
    actual: { virality: 0.5, engagement: 0.5 },
  }));
  return { group, known, draw: 0, predictions };
}

Deno.test("historyCurve() averages both targets over all predictions, by number known", () => {
  const curve = historyCurve([
    drawOf("a", 5, [[0.1, 0.1]]),
    drawOf("a", 0, [[0.2, 0], [0.2, 0]]),
    drawOf("b", 0, [[0.4, 0.4]]),
    drawOf("a", 0, [[0.2, 0], [0.2, 0]]),
  ], OPTIONS);
  assert.deepEqual(curve.map(({ known, channels }) => [known, channels]), [[0, 2], [5, 1]]);
  // four predictions at (0.04 + 0) / 2 and one at 0.16
  assert.ok(Math.abs(curve[0]!.value - (4 * 0.02 + 0.16) / 5) < 1e-12);
  assert.ok(Math.abs(curve[1]!.value - 0.01) < 1e-12);
});

Deno.test("historyCurve() draws whole channels for its interval", () => {
  const many = Array.from({ length: 50 }, (): [number, number] => [0.1, 0.1]);
  const [point] = historyCurve([drawOf("a", 1, many), drawOf("b", 1, [[0.3, 0.3]])], OPTIONS);
  // two channels: a quarter of the resamples hold the first alone, a quarter the second
  assert.ok(Math.abs(point!.low - 0.01) < 1e-12 && Math.abs(point!.high - 0.09) < 1e-12);
});

Deno.test("historyGain() compares the models where as many videos are known", () => {
  const first = [drawOf("a", 5, [[0.2, 0.2]]), drawOf("b", 5, [[0.4, 0.4]]), drawOf("a", 0, [])];
  const second = [drawOf("a", 5, [[0.1, 0.1]]), drawOf("b", 5, [[0.3, 0.3]])];
  const gain = historyGain({ first, second }, { ...OPTIONS, known: 5 });
  // (0.04 + 0.16) / 2 less (0.01 + 0.09) / 2; the channels alone give 0.03 and 0.07
  assert.ok(Math.abs(gain.value - 0.05) < 1e-12);
  assert.ok(Math.abs(gain.low - 0.03) < 1e-12 && Math.abs(gain.high - 0.07) < 1e-12);
  const none = historyGain({ first, second: first }, { ...OPTIONS, known: 5 });
  assert.deepEqual(none, { value: 0, low: 0, high: 0 });
});

Deno.test("historyGain() refuses models that were tried on other channels", () => {
  const first = [drawOf("a", 5, [[0.2, 0.2]])];
  for (const second of [[drawOf("b", 5, [[0, 0]])], [drawOf("a", 5, [[0, 0], [0, 0]])], []]) {
    assert.throws(() => historyGain({ first, second }, { ...OPTIONS, known: 5 }), RangeError);
  }
  assert.throws(() => historyGain({ first, second: [] }, { ...OPTIONS, known: 5 }), {
    message: "Cannot compare models with 5 known videos: expected the same channels and numbers " +
      "of predictions, got a (1) and none",
  });
  assert.throws(() => historyGain({ first, second: first }, { ...OPTIONS, known: 2 }), RangeError);
});
