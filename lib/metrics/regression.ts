import { average, checkPairs, isConstant, type Values } from "./_pairs.ts";

/**
 * Mean squared error `mean((predicted - actual)²)`, what the models are trained on and compared by.
 *
 * Ignores the direction of errors; a few large ones outweigh many small ones.
 *
 * @throws {TypeError} when the lengths differ
 * @throws {RangeError} when there are no rows
 */
export function mse(predicted: Values, actual: Values): number {
  checkPairs("MSE", predicted, actual);
  return squaredErrors(predicted, actual) / actual.length;
}

/**
 * Root mean squared error `sqrt(mse)`, the MSE in the unit of the scores.
 *
 * Ignores what the MSE ignores.
 *
 * @throws {TypeError} when the lengths differ
 * @throws {RangeError} when there are no rows
 */
export function rmse(predicted: Values, actual: Values): number {
  checkPairs("RMSE", predicted, actual);
  return Math.sqrt(squaredErrors(predicted, actual) / actual.length);
}

/**
 * Mean absolute error `mean(|predicted - actual|)`, the error a typical video sees.
 *
 * Ignores the direction of errors and whether they are spread evenly or sit in a few rows.
 *
 * @throws {TypeError} when the lengths differ
 * @throws {RangeError} when there are no rows
 */
export function mae(predicted: Values, actual: Values): number {
  checkPairs("MAE", predicted, actual);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += Math.abs(predicted[i]! - actual[i]!);
  return sum / actual.length;
}

/**
 * Coefficient of determination `1 - Σ(predicted - actual)² / Σ(actual - mean(actual))²`: the share
 * of the variance that is explained, below 0 for a model worse than the rows' own mean.
 *
 * Ignores how large errors are in the scores' unit. As scikit-learn's `r2_score`, a constant
 * `actual` gives 1 for perfect predictions and 0 for others, and a single row gives NaN.
 *
 * @throws {TypeError} when the lengths differ
 * @throws {RangeError} when there are no rows
 */
export function r2(predicted: Values, actual: Values): number {
  checkPairs("R²", predicted, actual);
  if (actual.length === 1) return NaN;
  const errors = squaredErrors(predicted, actual);
  if (isConstant(actual)) return errors === 0 ? 1 : errors > 0 ? 0 : NaN;
  const mean = average(actual);
  let spread = 0;
  for (let i = 0; i < actual.length; i++) spread += (actual[i]! - mean) ** 2;
  return 1 - errors / spread;
}

function squaredErrors(predicted: Values, actual: Values): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += (predicted[i]! - actual[i]!) ** 2;
  return sum;
}
