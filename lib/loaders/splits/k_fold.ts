import { createGenerator } from "lib/random.ts";
import type { TrainTest } from "lib/types.ts";

/** How rows are divided for cross-validation. */
export interface FoldOptions {
  /** Number of folds, each of which is the test side once. @default 5 */
  folds?: number;
  /** Start of the shuffle, an integer in 0..2^32-1. @default 42 */
  seed?: number;
}

/**
 * Divides `count` rows into folds, the same as scikit-learn's
 * `KFold(folds, shuffle=True, random_state=seed)`; both sides in ascending order.
 *
 * @throws {RangeError} when there are fewer than 2 folds or fewer rows than folds
 */
export function kFold(count: number, options: FoldOptions = {}): TrainTest[] {
  return shuffledFolds(count, options).map((members) => {
    const test = new Set(members);
    return {
      train: Array.from({ length: count }, (_, row) => row).filter((row) => !test.has(row)),
      test: members.toSorted((a, b) => a - b),
    };
  });
}

/**
 * Deals `0..count-1` in random order to folds whose sizes differ by one at most, larger ones first.
 *
 * @throws {RangeError} when there are fewer than 2 folds or fewer items than folds
 */
export function shuffledFolds(count: number, { folds = 5, seed = 42 }: FoldOptions): number[][] {
  if (!Number.isInteger(folds) || folds < 2 || folds > count) {
    throw new RangeError(
      `Cannot make folds: expected an integer from 2 to the ${count} items there are, got ${folds}`,
    );
  }
  const order = createGenerator(seed).permutation(count);
  const size = Math.floor(count / folds);
  const larger = count % folds;
  const start = (fold: number) => fold * size + Math.min(fold, larger);
  return Array.from({ length: folds }, (_, fold) => order.slice(start(fold), start(fold + 1)));
}
