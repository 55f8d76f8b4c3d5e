import { type Group, numberGroups, rowsOf } from "lib/loaders/splits/_groups.ts";
import type { TrainTest } from "lib/types.ts";

/** How `groupRunFolds` divides. */
export interface GroupRunOptions {
  /** Number of folds, each of which is the test side once. @default 5 */
  folds?: number;
  /** Groups on either side of a test run that no side gets. @default 0 */
  gap?: number;
}

/**
 * Divides rows into folds of neighbouring groups, in the order of their first row; sizes differ by
 * one group at most.
 *
 * Where a group only stands for a channel, as a block of rows does, its neighbour may hold the same
 * channel: in runs with a gap only the gap's groups can, and they are left out.
 *
 * @param groups one a row, such as its block's number
 * @throws {RangeError} when there are fewer than 2 folds or fewer groups than folds, the gap is no
 * whole number of at least 0, or a fold is left without training rows
 */
export function groupRunFolds(
  groups: readonly Group[],
  { folds = 5, gap = 0 }: GroupRunOptions = {},
): TrainTest[] {
  const { numbers, count } = numberGroups(groups);
  checkOptions(count, { folds, gap });
  const start = (fold: number) => Math.floor(fold * count / folds);
  const all = Array.from({ length: count }, (_, group) => group);
  return Array.from({ length: folds }, (_, fold) => {
    const [from, to] = [start(fold), start(fold + 1)];
    const outside = all.filter((group) => group < from - gap || group >= to + gap);
    if (outside.length === 0) {
      throw new RangeError(
        `Cannot make folds: expected a gap that leaves groups to train on, got ${gap}`,
      );
    }
    return { train: rowsOf(outside, numbers), test: rowsOf(all.slice(from, to), numbers) };
  });
}

function checkOptions(count: number, { folds, gap }: Required<GroupRunOptions>): void {
  if (!Number.isInteger(folds) || folds < 2 || folds > count) {
    throw new RangeError(
      `Cannot make folds: expected an integer from 2 to the ${count} groups there are, got ${folds}`,
    );
  }
  if (!Number.isInteger(gap) || gap < 0) {
    throw new RangeError(
      `Cannot make folds: expected a gap of a whole number of groups, got ${gap}`,
    );
  }
}
