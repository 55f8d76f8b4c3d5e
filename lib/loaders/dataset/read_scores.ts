import { scoreRule } from "lib/loaders/dataset/cell_rules.ts";
import type { ColumnReader } from "lib/loaders/dataset/column_reader.ts";
import type { Target } from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

/**
 * Reads the targets' columns; gives each row's scores by its position, or undefined where a cell breaks
 * its rule. An empty cell of a target that has gaps is no score.
 */
export function readScores(
  reader: ColumnReader,
  targets: readonly Target[],
): (position: number) => Scores | undefined {
  const columns = targets.map((target) => {
    const { name, column, gaps = false } = target;
    const read = gaps ? reader.optional : reader.required;
    return { name, gaps, scores: read(column, scoreRule(target)) };
  });
  return (position) => {
    const known = columns.filter(({ scores }) => scores[position] !== undefined);
    if (columns.some((column) => !column.gaps && !known.includes(column))) return undefined;
    return Object.fromEntries(
      known.map(({ name, scores }) => [name, scores[position]!]),
    ) as Scores;
  };
}
