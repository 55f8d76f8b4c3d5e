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
 * Refuses NaN, infinities and what is missing; gives the number back.
 *
 * @throws {RangeError} naming the field
 */
export function checkFinite(value: number | undefined, { graph, field }: CheckOptions): number {
  if (value !== undefined && Number.isFinite(value)) return value;
  throw new RangeError(`Cannot draw ${graph}: expected ${field} to be finite, got ${value}`);
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
