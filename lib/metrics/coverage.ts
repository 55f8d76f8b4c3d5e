import { TARGETS } from "lib/targets.ts";
import type { Prediction, Target } from "lib/types.ts";
import { average } from "./_pairs.ts";
import { bootstrapInterval, type BootstrapOptions, type Interval } from "./bootstrap.ts";
import type { ConformalIntervals } from "./conformal.ts";

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
 * How often scores lay inside their intervals, `mean(low <= actual <= high)`, by target and averaged.
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
): Record<Target | "average", Coverage> {
  const ranges = predictions.map(({ predicted }) => intervals.interval(predicted));
  const isInside = ({ actual }: Prediction, row: number, target: Target) =>
    ranges[row]![target].low <= actual[target] && actual[target] <= ranges[row]![target].high;
  const of = (targets: readonly Target[]): Coverage => {
    const inside = predictions.map((prediction, row) =>
      average(targets.map((target) => isInside(prediction, row, target) ? 1 : 0))
    );
    const share = (rows: Int32Array) => average(Float64Array.from(rows, (row) => inside[row]!));
    const widths = ranges.flatMap((range) =>
      targets.map((target) => range[target].high - range[target].low)
    );
    return {
      covered: bootstrapInterval(share, predictions.length, bootstrap),
      width: average(widths),
    };
  };
  return { virality: of(["virality"]), engagement: of(["engagement"]), average: of(TARGETS) };
}
