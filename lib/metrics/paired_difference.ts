import type { Prediction } from "lib/types.ts";
import { average, knownTargets, metricOn, pairsOf, pickPairs } from "./_pairs.ts";
import { checkSameVideos } from "./check_same_videos.ts";
import {
  bootstrapInterval,
  type BootstrapOptions,
  type Interval,
  type Statistic,
} from "./bootstrap.ts";
import { type MetricName, METRICS } from "./evaluate.ts";

/** What `pairedDifference` compares two models by. */
export interface PairedDifferenceOptions extends BootstrapOptions {
  /** Averaged over all targets. @default "mse" */
  metric?: MetricName;
}

/**
 * How much larger a metric is for the first model than for the second on the same videos, with a
 * bootstrap interval from resamples that both models share.
 *
 * An interval without 0 says that the models differ on videos like these; rows that are hard for
 * both cancel, so it is narrower than the two models' own intervals suggest.
 *
 * @throws {TypeError} when the two do not speak of the same videos in the same order
 * @throws {RangeError} when there are no predictions or an option is out of range
 */
export function pairedDifference(
  models: { readonly first: readonly Prediction[]; readonly second: readonly Prediction[] },
  { metric = "mse", ...options }: PairedDifferenceOptions,
): Interval {
  const { first, second } = models;
  checkSameVideos(first, second);
  const [ofFirst, ofSecond] = [statisticOf(first, metric), statisticOf(second, metric)];
  return bootstrapInterval((rows) => ofFirst(rows) - ofSecond(rows), first.length, options);
}

/** A model's metric on some rows, averaged over all targets. */
function statisticOf(predictions: readonly Prediction[], metric: MetricName): Statistic {
  const byTarget = knownTargets(predictions).map((target) => pairsOf(predictions, target));
  return (rows) =>
    average(byTarget.map((pairs) => metricOn(METRICS[metric], pickPairs(pairs, rows))));
}
