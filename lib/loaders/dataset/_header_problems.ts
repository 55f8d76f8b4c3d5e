import type { CsvTable } from "lib/loaders/dataset/csv_table.ts";
import type { DatasetProblem } from "lib/loaders/dataset/dataset_error.ts";

/**
 * Finds required columns that are missing and names that stand twice; none in a table without columns,
 * which has problems of its own.
 */
export function headerProblems(
  { file, columns }: Pick<CsvTable, "file" | "columns">,
  required: readonly string[],
): DatasetProblem[] {
  if (columns.length === 0) return [];
  const repeated = columns.map((name) => /^(.*)_duplicated_\d+$/.exec(name)?.[1]);
  return [
    ...required.filter((name) => !columns.includes(name)).map((name) =>
      `expected a column ${name}`
    ),
    ...repeated.filter((name) => name !== undefined)
      .map((name) => `expected only one column named ${JSON.stringify(name)}`),
  ].map((message) => ({ file, row: 0, message, value: columns.join(",") }));
}
