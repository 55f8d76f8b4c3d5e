import { scoreRule, videoIdRule } from "lib/loaders/dataset/cell_rules.ts";
import type { CsvTable } from "lib/loaders/dataset/csv_table.ts";
import type { DatasetProblem } from "lib/loaders/dataset/dataset_error.ts";
import type { Target } from "lib/targets.ts";

/**
 * Finds cells whose later lines are rows of the file themselves.
 *
 * Two lost quotes, one closing a cell and one opening another some rows below, leave a file that
 * is sound CSV and has the rows in between inside one cell.
 */
export function findSwallowedRows(
  { file, columns, cells, records }: CsvTable,
  targets: readonly Target[],
): DatasetProblem[] {
  const from = columns.indexOf("video_id");
  const scores = targets.map((target) => ({
    ...target,
    distance: columns.indexOf(target.column) - from,
  }));
  return [...cells].flatMap(([column, texts]) =>
    texts.flatMap((text, i) => {
      const line = text.includes("\n") &&
        text.split(/\r?\n/).slice(1).find((l) => isRow(l, scores));
      if (!line) return [];
      const message = `${column}: expected no other row inside the cell; is a quote missing?`;
      return [{ file, row: records[i]!, message, value: line }];
    })
  );
}

/** Whether a line has an id with every score at its column's distance from it. */
function isRow(line: string, scores: readonly (Target & { distance: number })[]): boolean {
  const cells = line.split(",");
  return cells.some((cell, i) =>
    videoIdRule.read(cell) !== undefined &&
    scores.every((target) => {
      const text = cells[i + target.distance];
      return target.gaps && text === "" || scoreRule(target).read(text ?? "") !== undefined;
    })
  );
}
