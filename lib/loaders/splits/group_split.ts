import { type Group, numberGroups, rowsOf } from "lib/loaders/splits/_groups.ts";
import { originalSplit, type SplitOptions } from "lib/loaders/splits/original_split.ts";
import type { Split } from "lib/types.ts";

/**
 * Divides rows so that no group stands on two sides.
 *
 * Sizes are shares of the groups, not of the rows, as in scikit-learn's `GroupShuffleSplit`, which
 * gives the same sides for groups numbered by first appearance. Rows keep their order.
 *
 * @param groups one a row, such as its channel's id
 * @throws {RangeError} when there are too few groups for three sides
 */
export function groupSplit(groups: readonly Group[], options: SplitOptions = {}): Split {
  const { numbers, count } = numberGroups(groups);
  const sides = originalSplit(count, options);
  return {
    train: rowsOf(sides.train, numbers),
    validation: rowsOf(sides.validation, numbers),
    test: rowsOf(sides.test, numbers),
  };
}
