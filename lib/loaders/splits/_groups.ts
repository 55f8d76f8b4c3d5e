/** What rows belong together by: a channel's id, a block's number. */
export type Group = string | number;

/**
 * Numbers groups by first appearance, so that a split does not depend on how they are called.
 *
 * @returns each row's group number, and how many groups there are
 */
export function numberGroups(groups: readonly Group[]): { numbers: number[]; count: number } {
  const known = new Map<Group, number>();
  const numbers = groups.map((group) => {
    const number = known.get(group) ?? known.size;
    known.set(group, number);
    return number;
  });
  return { numbers, count: known.size };
}

/** Positions of the rows whose group is among the chosen ones, ascending. */
export function rowsOf(chosen: readonly number[], numbers: readonly number[]): number[] {
  const members = new Set(chosen);
  return numbers.flatMap((number, row) => members.has(number) ? [row] : []);
}
