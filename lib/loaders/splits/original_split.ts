import { trainTestSplit } from "lib/loaders/splits/train_test_split.ts";
import type { Split } from "lib/types.ts";

/** How rows are divided in three. */
export interface SplitOptions {
  /** Share of all rows, or number of rows, for the test side. @default 0.2 */
  testSize?: number;
  /** Share of what the test side leaves, or number of rows, for validation. @default 0.2 */
  validationSize?: number;
  /** Start of both shuffles, an integer in 0..2^32-1. @default 42 */
  seed?: number;
}

/**
 * Divides `count` rows at random by `trainTestSplit` applied twice, as the original study did.
 *
 * For the 3,546 videos of the real data set it gives the study's own 2,268 / 568 / 710 rows in
 * their order.
 *
 * @throws {RangeError} when a side would be empty
 */
export function originalSplit(count: number, options: SplitOptions = {}): Split {
  const { testSize = 0.2, validationSize = 0.2, seed = 42 } = options;
  const { train: rest, test } = trainTestSplit(count, { testSize, seed });
  const inner = trainTestSplit(rest.length, { testSize: validationSize, seed });
  return {
    train: inner.train.map((i) => rest[i]!),
    validation: inner.test.map((i) => rest[i]!),
    test,
  };
}
