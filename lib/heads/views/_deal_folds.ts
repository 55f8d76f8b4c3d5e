import { createGenerator } from "lib/random.ts";
import type { TrainTest } from "lib/types.ts";

/** What `dealFolds` divides and how. */
export interface DealOptions {
  /** Number of folds; fewer where there are fewer groups. */
  readonly folds: number;
  /** Seed of the order, an integer in 0..2^32-1. */
  readonly seed: number;
}

/**
 * Deals whole groups in random order to folds in turn, so that each row is predicted once, by a
 * model that saw nothing of its group.
 *
 * @param groups one a row; rows without groups are each their own
 * @throws {RangeError} when there are fewer than two groups
 */
export function dealFolds(
  groups: readonly (string | number)[],
  { folds, seed }: DealOptions,
): TrainTest[] {
  const members = [...Map.groupBy(groups.keys(), (row) => groups[row]!).values()];
  if (members.length < 2) {
    throw new RangeError(
      `Cannot predict out of fold: expected rows of at least 2 groups, got ${members.length}`,
    );
  }
  const foldOf = new Int32Array(groups.length);
  createGenerator(seed).permutation(members.length).forEach((group, turn) => {
    for (const row of members[group]!) foldOf[row] = turn % folds;
  });
  return Array.from({ length: Math.min(folds, members.length) }, (_, fold) => ({
    train: [...groups.keys()].filter((row) => foldOf[row] !== fold),
    test: [...groups.keys()].filter((row) => foldOf[row] === fold),
  }));
}
