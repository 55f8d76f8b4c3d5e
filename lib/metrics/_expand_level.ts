import jStat from "jstat";

/** What is used of jStat, which comes without types. */
interface Distributions {
  readonly studentt: { inv(share: number, degreesOfFreedom: number): number };
  readonly normal: { cdf(value: number, mean: number, deviation: number): number };
}

/**
 * The level at which percentiles of resamples of n items are as far apart as a t-interval's ends:
 * `2 Φ(√(n / (n - 1)) t) - 1` with t Student's quantile at `(1 + level) / 2` for n - 1 degrees of
 * freedom (Hesterberg 2015, What teachers should know about the bootstrap).
 *
 * A level out of range, and that of a single item, stays as it is.
 */
export function expandLevel(level: number, items: number): number {
  if (items < 2 || !(level > 0 && level < 1)) return level;
  const { studentt, normal }: Distributions = jStat;
  const t = studentt.inv((1 + level) / 2, items - 1);
  const expanded = 2 * normal.cdf(Math.sqrt(items / (items - 1)) * t, 0, 1) - 1;
  return Math.min(expanded, 1 - Number.EPSILON); // of two items the ends are the extremes
}
