import type { CellFailure } from "lib/notebooks/run_notebook.ts";

/** The class of errors that say that a disk is full or may not be written. */
const UNWRITABLE = "UnwritableError";

/** Says what to do about a notebook that failed, and where it then goes on. */
export function whatToDo(failure: CellFailure): string {
  const { cell, goesOnAt, kind, errorName } = failure;
  const then = cell === 0
    ? "nothing of it had begun"
    : goesOnAt === undefined
    ? "finished parts are kept"
    : `goes on at ${goesOnAt}`;
  if (errorName === UNWRITABLE) {
    return `make room or give the right to write, then run again: ${then}`;
  }
  if (kind === "threw") return `mend its cause, then run again: ${then}`;
  if (kind === "late") return `run again with more time or without a limit: ${then}`;
  return `run again: ${then}`;
}

/** Whether a cell failed since a disk is full or may not be written; the next ones would too. */
export function isUnwritable({ errorName }: CellFailure): boolean {
  return errorName === UNWRITABLE;
}
