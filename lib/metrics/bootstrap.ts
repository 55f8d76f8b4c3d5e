import { expandLevel } from "./_expand_level.ts";
import { drawResamples, type ResampleOptions } from "./_resamples.ts";

/** A number and how sure it is. */
export interface Interval {
  /** The statistic on the rows themselves. */
  readonly value: number;
  /** The interval's lower end. */
  readonly low: number;
  /** The interval's upper end. */
  readonly high: number;
}

/** What `bootstrapInterval` covers and draws. */
export interface BootstrapOptions extends ResampleOptions {
  /** Share of resamples inside the interval, above 0 and below 1. @default 0.95 */
  level?: number;
  /**
   * Whether the ends are moved outwards by as much as Student's t exceeds the normal distribution
   * for so many rows or groups, without which intervals over few of them are too narrow.
   * @default false
   */
  expanded?: boolean;
}

/** A number computed from the rows at the given positions, which may repeat. */
export type Statistic = (rows: Int32Array) => number;

/**
 * Percentile bootstrap interval: draws rows with replacement, computes the statistic on each
 * resample, and cuts `(1 - level) / 2` off both ends (Efron 1979).
 *
 * Speaks of other rows of the same kind, not of other data: with rows in groups (a channel's
 * videos) pass `groups`, or the interval is too narrow. With fewer than about 20 rows or groups it
 * is too narrow all the same unless `expanded` (Hesterberg 2015): of 95% intervals of an MSE over 8
 * groups 82% held in simulation, and 88% expanded ones. Resamples on which the statistic is NaN are
 * left out; the ends are NaN if it is NaN on all.
 *
 * @throws {RangeError} when there are no rows or an option is out of range
 * @throws {TypeError} when there is not one group a row
 */
export function bootstrapInterval(
  statistic: Statistic,
  rows: number,
  options: BootstrapOptions,
): Interval {
  const resamples = drawResamples(rows, options);
  const level = percentileLevel(rows, options);
  const value = statistic(Int32Array.from({ length: rows }, (_, row) => row));
  return { value, ...percentileEnds(resamples.map(statistic), level) };
}

/** The level whose percentiles bound the interval: the one asked for, or the expanded one. */
export function percentileLevel(
  rows: number,
  { level = 0.95, expanded = false, groups }: BootstrapOptions,
): number {
  return expanded ? expandLevel(level, groups ? new Set(groups).size : rows) : level;
}

/**
 * The ends between which the middle `level` of the values lies, interpolated as NumPy's
 * `percentile` does; NaN values are left out.
 *
 * @throws {RangeError} when level is not between 0 and 1
 */
export function percentileEnds(
  values: ArrayLike<number>,
  level: number,
): { low: number; high: number } {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot bootstrap: level expected between 0 and 1, got ${level}`);
  }
  const sorted = Float64Array.from(values).filter((value) => !Number.isNaN(value)).sort();
  const at = (share: number) => {
    const position = share * (sorted.length - 1);
    const before = Math.floor(position);
    const lower = sorted[before] ?? NaN;
    const upper = sorted[before + 1] ?? lower;
    return lower + (upper - lower) * (position - before);
  };
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
