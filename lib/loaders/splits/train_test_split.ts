import { createGenerator } from "lib/random.ts";
import type { TrainTest } from "lib/types.ts";

/** How rows are divided in two. */
export interface TrainTestOptions {
  /** A fraction in (0, 1), rounded up to whole rows, or a number of rows. @default 0.2 */
  testSize?: number;
  /** Start of the shuffle, an integer in 0..2^32-1. */
  seed: number;
}

/**
 * Divides `count` rows at random, the same rows in the same order as scikit-learn's
 * `train_test_split(test_size, random_state=seed)`.
 *
 * @throws {RangeError} when a side would be empty or `testSize` is no fraction and no integer
 */
export function trainTestSplit(
  count: number,
  { testSize = 0.2, seed }: TrainTestOptions,
): TrainTest {
  const testCount = testRows(count, testSize);
  const order = createGenerator(seed).permutation(count);
  return { train: order.slice(testCount), test: order.slice(0, testCount) };
}

function testRows(count: number, testSize: number): number {
  const rows = testSize < 1 ? Math.ceil(testSize * count) : testSize;
  if (!(testSize > 0) || !Number.isInteger(rows) || !Number.isInteger(count) || rows >= count) {
    throw new RangeError(
      `Cannot split ${count} rows: expected a test size in (0, 1) or an integer number of rows ` +
        `that leaves a row on each side, got ${testSize}`,
    );
  }
  return rows;
}
