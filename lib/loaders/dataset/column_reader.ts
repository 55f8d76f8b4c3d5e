import type { CellRule } from "lib/loaders/dataset/cell_rules.ts";
import type { CsvTable } from "lib/loaders/dataset/csv_table.ts";
import type { DatasetProblem } from "lib/loaders/dataset/dataset_error.ts";

/** Reads a table's columns by rule and gathers the cells that break theirs. */
export interface ColumnReader {
  /** Cells found so far that break their column's rule. */
  readonly problems: readonly DatasetProblem[];
  /** Reads a column whose every cell must follow the rule; undefined where one does not. */
  required<T>(column: string, rule: CellRule<T>): (T | undefined)[];
  /** Reads a column that may be missing and whose cells may be empty. */
  optional<T>(column: string, rule: CellRule<T>): (T | undefined)[];
  /** Reads a required column in which no value may stand twice. */
  unique<T>(column: string, rule: CellRule<T>): (T | undefined)[];
  /** Adds a problem of the row at a position. */
  report(position: number, message: string, value: string): void;
}

/** Makes a reader of one table's columns. */
export function createColumnReader({ file, cells, records }: CsvTable): ColumnReader {
  const problems: DatasetProblem[] = [];
  const report = (position: number, message: string, value: string) => {
    problems.push({ file, row: records[position]!, message, value });
  };
  function readCells<T>(column: string, rule: CellRule<T>, mayBeEmpty: boolean) {
    return (cells.get(column) ?? []).map((text, position) => {
      if (mayBeEmpty && text === "") return undefined;
      const value = rule.read(text);
      if (value === undefined) report(position, `${column}: expected ${rule.expected}`, text);
      return value;
    });
  }
  function reportRepeats(column: string, values: readonly unknown[]) {
    const first = new Map<unknown, number>();
    values.forEach((value, position) => {
      const earlier = first.get(value);
      if (earlier === undefined) first.set(value, position);
      else if (value !== undefined) {
        const message = `${column}: expected a value of its own, row ${
          records[earlier]
        } has it too`;
        report(position, message, String(value));
      }
    });
  }
  return {
    problems,
    report,
    required: (column, rule) => readCells(column, rule, false),
    optional: (column, rule) => readCells(column, rule, true),
    unique: (column, rule) => {
      const values = readCells(column, rule, false);
      reportRepeats(column, values);
      return values;
    },
  };
}
