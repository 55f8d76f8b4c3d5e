import { TARGETS } from "lib/targets.ts";
import type { Prediction, Target } from "lib/types.ts";
import { average, pick, type Values } from "./_pairs.ts";
import { drawResamples } from "./_resamples.ts";
import {
  type BootstrapOptions,
  type Interval,
  percentileEnds,
  percentileLevel,
} from "./bootstrap.ts";
import { pearson, spearman } from "./correlation.ts";
import { mae, mse, r2, rmse } from "./regression.ts";

/** Every metric of a model by name, in the order of a table's columns. */
export const METRICS = { mse, rmse, mae, r2, pearson, spearman } as const satisfies Readonly<
  Record<string, (predicted: Values, actual: Values) => number>
>;

/** Name of one of `METRICS`. */
export type MetricName = keyof typeof METRICS;

/** One metric of one target, ready for a table or a graph; scores are in 0..1. */
export interface Evaluation extends Interval {
  /** `average` is the mean of the metric over both targets. */
  readonly target: Target | "average";
  readonly metric: MetricName;
  /** Predictions it was computed from. */
  readonly rows: number;
}

/**
 * Every metric of a model's predictions for each target and averaged, with bootstrap intervals.
 *
 * All numbers come from the same resamples. See `bootstrapInterval` for what an interval says.
 *
 * @throws {RangeError} when there are no predictions or an option is out of range
 * @throws {TypeError} when a score is not finite or there is not one group a prediction
 */
export function evaluate(
  predictions: readonly Prediction[],
  options: BootstrapOptions,
): Evaluation[] {
  checkPredictions(predictions);
  const rows = predictions.length;
  const level = percentileLevel(rows, options);
  const whole = Int32Array.from(predictions.keys());
  const samples = [whole, ...drawResamples(rows, options)];
  const byTarget = TARGETS.map((target) => metricsOf(predictions, target, samples));
  return (Object.keys(METRICS) as MetricName[]).flatMap((metric) => {
    const ofTargets = byTarget.map((values) => values[metric]);
    const averaged = samples.map((_, i) => average(ofTargets.map((values) => values[i]!)));
    return [...TARGETS, "average" as const].map((target, k) => {
      const [value, ...resampled] = ofTargets[k] ?? averaged;
      return { target, metric, rows, value: value!, ...percentileEnds(resampled, level) };
    });
  });
}

/** Each metric's value on each sample of rows. */
function metricsOf(
  predictions: readonly Prediction[],
  target: Target,
  samples: readonly Int32Array[],
): Record<MetricName, number[]> {
  const predicted = Float64Array.from(predictions, (row) => row.predicted[target]);
  const actual = Float64Array.from(predictions, (row) => row.actual[target]);
  const pairs = samples.map((rows) => [pick(predicted, rows), pick(actual, rows)] as const);
  const each = (metric: MetricName) => pairs.map(([p, a]) => METRICS[metric](p, a));
  return {
    mse: each("mse"),
    rmse: each("rmse"),
    mae: each("mae"),
    r2: each("r2"),
    pearson: each("pearson"),
    spearman: each("spearman"),
  };
}

function checkPredictions(predictions: readonly Prediction[]): void {
  for (const { videoId, predicted, actual } of predictions) {
    for (const target of TARGETS) {
      if (Number.isFinite(predicted[target]) && Number.isFinite(actual[target])) continue;
      throw new TypeError(
        `Cannot evaluate video ${videoId}: expected finite scores of ${target}, ` +
          `got ${predicted[target]} predicted and ${actual[target]} actual`,
      );
    }
  }
}
