import type { JsonObject } from "lib/json.ts";
import { digestOf } from "lib/storage/digest.ts";

/** A notebook in nbformat 4 with every text as one string; fields not named here are kept. */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: JsonObject;
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

/** A cell; only a code cell has outputs and an execution count. */
export interface Cell {
  readonly cell_type: "markdown" | "code" | "raw";
  readonly source: string;
  readonly metadata: JsonObject;
  readonly id?: string;
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

export type Output = StreamOutput | RichOutput | ErrorOutput;

/** Printed text. */
export interface StreamOutput {
  readonly output_type: "stream";
  readonly name: string;
  readonly text: string;
}

/** A value in every form the kernel offers, by MIME type. */
export interface RichOutput {
  readonly output_type: "display_data" | "execute_result";
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly execution_count?: number | null;
}

/** An exception. */
export interface ErrorOutput {
  readonly output_type: "error";
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** Code cells that hold code, in order; the kernel is never asked about the others. */
export function codeCells(notebook: Notebook): Cell[] {
  return notebook.cells.filter(isExecutable);
}

/** Whether a cell is sent to the kernel. */
export function isExecutable(cell: Cell): boolean {
  return cell.cell_type === "code" && cell.source.trim() !== "";
}

/** A notebook's first heading of level 1, or nothing. */
export function titleOf(notebook: Notebook): string | undefined {
  const first = notebook.cells[0];
  return first?.cell_type === "markdown" ? /^# +(.+)/.exec(first.source)?.[1]?.trim() : undefined;
}

/** A notebook's claim, the first paragraph that is all in italics, as one line; or nothing. */
export function claimOf(notebook: Notebook): string | undefined {
  const [first] = notebook.cells;
  if (first?.cell_type !== "markdown") return undefined;
  const paragraphs = first.source.split(/\n\s*\n/).map((text) => text.trim().replace(/\s+/g, " "));
  return paragraphs.map((text) => /^_(.+)_$/.exec(text)?.[1]).find((text) => text !== undefined);
}

/**
 * SHA-256 in hex of what a notebook does: of its code cells' sources in order, not of its prose, its
 * outputs or its metadata.
 *
 * @example `notebookDigest(await readNotebook(path))`
 */
export function notebookDigest(notebook: Notebook): string {
  return digestOf({ cells: codeCells(notebook).map(({ source }) => source) });
}
