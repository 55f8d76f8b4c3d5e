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
  const rankAt = new Float64Array(sorted.length);
  for (let first = 0, end = 0; first < sorted.length; first = end) {
    while (sorted[end] === sorted[first]) end++;
    rankAt.fill((first + 1 + end) / 2, first, end);
  }
  return Float64Array.from(values, (value) => rankAt[countBelow(sorted, value)]!);
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
  const value = products / Math.sqrt(squaresA * squaresB);
  return Math.max(-1, Math.min(1, value)); // rounding can step over the ends
}

/** How many of the sorted values are smaller. */
function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
