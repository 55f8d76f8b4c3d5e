import assert from "assert";
import { averagedMse } from "lib/metrics/averaged_mse.ts";
import { evaluate } from "lib/metrics/evaluate.ts";
import { metricOf } from "lib/metrics/metric_of.ts";
import { intervalText, resultRow } from "lib/metrics/result_row.ts";
import type { Prediction } from "lib/types.ts";

/** Virality off by 0.1 and 0.3, engagement by 0.2 and 0: squares 0.01, 0.09, 0.04, 0. */
const predictions: Prediction[] = [
  {
    videoId: "aaaaaaaaaaa",
    predicted: { virality: 0.4, engagement: 0.5 },
    actual: { virality: 0.5, engagement: 0.7 },
  },
  {
    videoId: "bbbbbbbbbbb",
    predicted: { virality: 0.9, engagement: 0.1 },
    actual: { virality: 0.6, engagement: 0.1 },
  },
];

Deno.test("averagedMse() is the mean of both targets' errors", () => {
  // By hand: ((0.01 + 0.09) / 2 + (0.04 + 0) / 2) / 2 = 0.035.
  assert.ok(Math.abs(averagedMse(predictions) - 0.035) < 1e-12);
  assert.throws(() => averagedMse([]), RangeError);
});

Deno.test("metricOf() picks one metric for both targets and their average", () => {
  const { virality, engagement, average } = metricOf(evaluate(predictions, { seed: 1 }), "mse");
  assert.ok(Math.abs(virality.value - 0.05) < 1e-12);
  assert.ok(Math.abs(engagement.value - 0.02) < 1e-12);
  assert.ok(Math.abs(average.value - 0.035) < 1e-12);
  assert.ok(average.low <= average.value && average.value <= average.high);
  assert.throws(() => metricOf([], "mse"), {
    name: "RangeError",
    message: "Expected mse of average among the evaluations",
  });
});

Deno.test("resultRow() writes values with their intervals", () => {
  const row = resultRow("guess", evaluate(predictions, { seed: 1 }));
  assert.equal(row.Model, "guess");
  assert.match(row.MSE!, /^0\.0350 \[0\.0250, 0\.0450\]$/); // each row alone: 0.025 and 0.045
  assert.deepEqual(Object.keys(row), ["Model", "MSE", "MAE", "R²", "Spearman", "Pearson"]);
});

Deno.test("intervalText() says where a metric is not defined", () => {
  assert.equal(intervalText({ value: NaN, low: NaN, high: NaN }, 3), "not defined");
  assert.equal(intervalText({ value: 0.5, low: 0.25, high: 0.75 }, 2), "0.50 [0.25, 0.75]");
});

Deno.test("intervalText() writes what rounds to 0 without a minus sign", () => {
  // -0.00049 rounds to 0 and -0.0006 to -0.001 with three decimals.
  const interval = { value: -0.0006, low: -0.0105, high: -0.00049 };
  assert.equal(intervalText(interval, 3), "-0.001 [-0.011, 0.000]");
  assert.equal(intervalText({ value: -0, low: -0.4, high: 0.4 }, 0), "0 [0, 0]");
});
