import { selectRows } from "lib/heads/select_rows.ts";
import type { Features, Sequences, Views } from "lib/types.ts";

/** What a view holds of N items. */
export type View = Features | Sequences;

/** Whether an item has a view. */
export function hasView({ present }: Views, view: string, row: number): boolean {
  return present[view]?.[row] !== 0;
}

/** Positions of the items that have a view, ascending. */
export function rowsWith(views: Views, view: string): number[] {
  return Array.from({ length: views.rows }, (_, row) => row)
    .filter((row) => hasView(views, view, row));
}

/** The rows of a view that mean something, in the order of `rowsWith`. */
export function presentRows(views: Views, view: string): View {
  return selectRows(views.views[view]!, rowsWith(views, view));
}

/** Items that have the same views. */
export interface Combination {
  /** In the order of the views. */
  readonly names: readonly string[];
  /** Positions of the items, ascending. */
  readonly rows: readonly number[];
}

/** Sorts items by which views they have. */
export function combinationsOf(views: Views): Combination[] {
  const namesOf = (row: number) => Object.keys(views.views).filter((v) => hasView(views, v, row));
  const all = Array.from({ length: views.rows }, (_, row) => row);
  return [...Map.groupBy(all, (row) => JSON.stringify(namesOf(row))).values()]
    .map((rows) => ({ names: namesOf(rows[0]!), rows }));
}
