import { average, checkPairs, isConstant, type Values } from "./_pairs.ts";

/**
 * Pearson's correlation: covariance divided by both standard deviations, -1 to 1.
 *
 * Says whether predictions move along a line with the actual values; ignores their level and scale.
 * As SciPy's `pearsonr`, NaN where one side is constant, and for a single row.
 *
 * @throws {TypeError} when the lengths differ
 * @throws {RangeError} when there are no rows
 */
export function pearson(predicted: Values, actual: Values): number {
  checkPairs("Pearson's correlation", predicted, actual);
  return correlation(predicted, actual);
}

/**
 * Spearman's rank correlation: Pearson's of the ranks, tied values sharing their average rank.
 *
 * Says whether predictions order the videos rightly; ignores level, scale and every distance. As
 * SciPy's `spearmanr`, NaN where one side is constant, holds a NaN, and for a single row.
 *
 * @throws {TypeError} when the lengths differ
 * @throws {RangeError} when there are no rows
 */
export function spearman(predicted: Values, actual: Values): number {
  checkPairs("Spearman's correlation", predicted, actual);
  return correlation(ranks(predicted), ranks(actual));
}

/**
 * Ranks from 1, tied values sharing their average rank as SciPy's `rankdata` gives it.
 *
 * All ranks are NaN if a value is.
 */
export function ranks(values: Values): Float64Array {
  const sorted = Float64Array.from(values).sort(); // NaN comes last
  if (Number.isNaN(sorted.at(-1))) return sorted.fill(NaN);
  return Float64Array.from(values, (value) => {
    const below = countSorted(sorted, (other) => other < value);
    const upTo = countSorted(sorted, (other) => other <= value);
    return (below + upTo + 1) / 2;
  });
}

function correlation(a: Values, b: Values): number {
  if (isConstant(a) || isConstant(b)) return NaN;
  const meanA = average(a);
  const meanB = average(b);
  let products = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const fromMeanA = a[i]! - meanA;
    const fromMeanB = b[i]! - meanB;
    products += fromMeanA * fromMeanB;
    squaresA += fromMeanA * fromMeanA;
    squaresB += fromMeanB * fromMeanB;
  }
  const value = products / (Math.sqrt(squaresA) * Math.sqrt(squaresB));
  return Math.max(-1, Math.min(1, value)); // rounding can step over the ends
}

/** How many of the sorted values pass, which must be the first ones. */
function countSorted(sorted: Float64Array, passes: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
