import { type Group, numberGroups, rowsOf } from "lib/loaders/splits/_groups.ts";
import { type FoldOptions, shuffledFolds } from "lib/loaders/splits/k_fold.ts";
import type { TrainTest } from "lib/types.ts";

/**
 * Divides rows into folds of whole groups, the same as scikit-learn's
 * `GroupKFold(folds, shuffle=True, random_state=seed)` for groups numbered by first appearance.
 *
 * @param groups one a row, such as its channel's id
 * @throws {RangeError} when there are fewer than 2 folds or fewer groups than folds
 */
export function groupKFold(groups: readonly Group[], options: FoldOptions = {}): TrainTest[] {
  const { numbers, count } = numberGroups(groups);
  const folds = shuffledFolds(count, options);
  return folds.map((members) => ({
    train: rowsOf(folds.filter((fold) => fold !== members).flat(), numbers),
    test: rowsOf(members, numbers),
  }));
}
