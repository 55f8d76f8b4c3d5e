import type { Group } from "lib/loaders/splits/_groups.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import type { FoldOptions } from "lib/loaders/splits/k_fold.ts";
import { deriveSeed } from "lib/random.ts";
import type { TrainTest } from "lib/types.ts";

/** How rows are divided again and again for cross-validation. */
export interface RepeatedFoldOptions extends FoldOptions {
  /** How often all rows are dealt to folds anew. @default 3 */
  repeats?: number;
}

/**
 * Divides rows into folds of whole groups several times over, each time with a shuffle of its own,
 * seeded `deriveSeed(seed, repeat)`.
 *
 * Repeats even out the luck of one division. They are no further data: see `crossValidateRepeats`.
 *
 * @param groups one a row, such as its channel's id
 * @returns the folds of each repeat; within one, each row is tested once
 * @throws {RangeError} when there are no repeats, fewer than 2 folds or fewer groups than folds
 */
export function repeatedGroupKFold(
  groups: readonly Group[],
  { repeats = 3, seed = 42, ...options }: RepeatedFoldOptions = {},
): TrainTest[][] {
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new RangeError(`Cannot repeat folds: expected repeats above 0, got ${repeats}`);
  }
  return Array.from(
    { length: repeats },
    (_, repeat) => groupKFold(groups, { ...options, seed: deriveSeed(seed, repeat) }),
  );
}
