import { forTargets, predictedTargets } from "lib/targets.ts";
import type { ByTarget, ByTargetAndAverage, Prediction } from "lib/types.ts";
import { average, countKnown, knownTargets } from "./_pairs.ts";
import {
  bootstrapInterval,
  type BootstrapOptions,
  type Interval,
  type Statistic,
} from "./bootstrap.ts";
import type { ConformalIntervals, ScoreRange } from "./conformal.ts";

/** What `coverage` measures, and how its own intervals are drawn. */
export interface CoverageOptions extends BootstrapOptions {
  intervals: Pick<ConformalIntervals, "interval">;
}

/** What intervals of one target were worth on some videos. */
export interface Coverage {
  /** Share of the videos whose score lay inside, with a bootstrap interval. */
  readonly covered: Interval;
  /** Mean distance between the ends, in 0..1. */
  readonly width: number;
}

/**
 * How often scores lay inside their intervals, `mean(low <= actual <= high)`, by target and averaged;
 * a score that is not known counts neither way.
 *
 * Coverage alone is no merit: 0..1 always covers, so `width` stands beside it.
 *
 * @param predictions of videos that are neither in the training nor in the calibration set
 * @throws {RangeError} when there are no predictions or an option is out of range
 * @throws {TypeError} when there is not one group a prediction
 */
export function coverage(
  predictions: readonly Prediction[],
  { intervals, ...bootstrap }: CoverageOptions,
): ByTargetAndAverage<Coverage> {
  const ranges = predictions.map(({ predicted }) => intervals.interval(predicted));
  const of = (targets: readonly string[]): Coverage => ({
    covered: bootstrapInterval(
      shareInside(predictions, { ranges, targets }),
      predictions.length,
      bootstrap,
    ),
    width: average(
      ranges.flatMap((range) => targets.map((target) => range[target]!.high - range[target]!.low)),
    ),
  });
  const targets = predictedTargets(predictions);
  return {
    ...forTargets(targets, (target) => of([target])),
    average: of(knownTargets(predictions)),
  };
}

/** Share of the known scores in some rows that lie inside, each target counting alike. */
function shareInside(
  predictions: readonly Prediction[],
  { ranges, targets }: {
    ranges: readonly ByTarget<ScoreRange>[];
    targets: readonly string[];
  },
): Statistic {
  const weights = targets.map((target) => predictions.length / countKnown(predictions, target));
  const inside = predictions.map(({ actual }, row) =>
    average(targets.map((target, k) => {
      const { low, high } = ranges[row]![target]!;
      const score = actual[target];
      return score !== undefined && low <= score && score <= high ? weights[k]! : 0;
    }))
  );
  const known = predictions.map(({ actual }) =>
    average(targets.map((target, k) => actual[target] === undefined ? 0 : weights[k]!))
  );
  return (rows) =>
    average(Float64Array.from(rows, (row) => inside[row]!)) /
    average(Float64Array.from(rows, (row) => known[row]!));
}
