/** What a check says when it fails. */
export interface CheckOptions {
  /** The graph's name, as in "Cannot draw loss_curve". */
  readonly graph: string;
  /** The argument, option or field as its caller wrote it, such as `rows[3].loss`. */
  readonly field: string;
}

/**
 * Refuses an empty list.
 *
 * @throws {RangeError} naming the field
 */
export function checkFilled(items: readonly unknown[], { graph, field }: CheckOptions): void {
  if (items.length === 0) {
    throw new RangeError(`Cannot draw ${graph}: expected at least one item in ${field}, got none`);
  }
}

/**
 * Refuses NaN and infinities.
 *
 * @throws {RangeError} naming the field
 */
export function checkFinite(value: number, { graph, field }: CheckOptions): void {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Cannot draw ${graph}: expected ${field} to be finite, got ${value}`);
  }
}

/**
 * Refuses what is not above 0, and so has no logarithm.
 *
 * @throws {RangeError} naming the field
 */
export function checkPositive(value: number, { graph, field }: CheckOptions): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(
      `Cannot draw ${graph}: expected ${field} to be above 0, got ${value}`,
    );
  }
}
