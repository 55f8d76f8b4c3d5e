import { predictedTargets } from "lib/targets.ts";
import type { Prediction } from "lib/types.ts";
import { average, countKnown, metricOn, pairsOf, pickPairs, type Values } from "./_pairs.ts";
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
  /** A target's name; `average` is the mean of the metric over all targets. */
  readonly target: string;
  readonly metric: MetricName;
  /** Predictions it was computed from: those whose target is known. */
  readonly rows: number;
}

/**
 * Every metric of a model's predictions for each target and averaged, with bootstrap intervals; each
 * target counts on the videos of which it is known, and is not defined where that is none.
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
  const targets = predictedTargets(predictions);
  const level = percentileLevel(predictions.length, options);
  const whole = Int32Array.from(predictions.keys());
  const samples = [whole, ...drawResamples(predictions.length, options)];
  const byTarget = targets.map((target) => metricsOf(predictions, target, samples));
  const known = [...targets.map((target) => countKnown(predictions, target)), predictions.length];
  return (Object.keys(METRICS) as MetricName[]).flatMap((metric) => {
    const ofTargets = byTarget.map((values) => values[metric]);
    const counted = ofTargets.filter((_, k) => known[k]! > 0);
    const averaged = samples.map((_, i) => average(counted.map((values) => values[i]!)));
    return [...targets, "average"].map((target, k) => {
      const [value, ...resampled] = ofTargets[k] ?? averaged;
      const rows = known[k]!;
      return { target, metric, rows, value: value!, ...percentileEnds(resampled, level) };
    });
  });
}

/** Each metric's value on each sample of rows. */
function metricsOf(
  predictions: readonly Prediction[],
  target: string,
  samples: readonly Int32Array[],
): Record<MetricName, number[]> {
  const all = pairsOf(predictions, target);
  const sampled = samples.map((rows) => pickPairs(all, rows));
  const each = (metric: MetricName) => sampled.map((pairs) => metricOn(METRICS[metric], pairs));
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
  const targets = predictedTargets(predictions);
  for (const { videoId, predicted, actual } of predictions) {
    for (const target of targets) {
      const truth = actual[target];
      if (Number.isFinite(predicted[target]) && (truth === undefined || Number.isFinite(truth))) {
        continue;
      }
      throw new TypeError(
        `Cannot evaluate video ${videoId}: expected finite scores of ${target}, ` +
          `got ${predicted[target]} predicted and ${actual[target]} actual`,
      );
    }
  }
}
