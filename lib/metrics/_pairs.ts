/** Numbers of one target, one a row. */
export type Values = ArrayLike<number>;

/**
 * Stops a metric from pairing rows that do not belong together.
 *
 * @throws {TypeError} when the lengths differ
 * @throws {RangeError} when there are no rows
 */
export function checkPairs(metric: string, predicted: Values, actual: Values): void {
  if (predicted.length !== actual.length) {
    throw new TypeError(
      `Cannot compute ${metric}: expected as many predicted as actual values (${actual.length}), ` +
        `got ${predicted.length}`,
    );
  }
  if (actual.length === 0) {
    throw new RangeError(`Cannot compute ${metric}: expected at least one row, got none`);
  }
}

/** Whether all values are the same number. */
export function isConstant(values: Values): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

/** Sum divided by count. */
export function average(values: Values): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** The values at the given rows, in their order. */
export function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}
