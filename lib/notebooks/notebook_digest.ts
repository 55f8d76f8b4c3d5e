import { codeCells, type Notebook } from "lib/notebooks/notebook.ts";
import { digestOf } from "lib/storage/digest.ts";

/**
 * SHA-256 in hex of what a notebook does: of its code cells' sources in order, not of its prose, its
 * outputs or its metadata.
 *
 * @example `notebookDigest(await readNotebook(path))`
 */
export function notebookDigest(notebook: Notebook): string {
  return digestOf({ cells: codeCells(notebook).map(({ source }) => source) });
}
