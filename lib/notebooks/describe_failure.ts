import type { CellFailure } from "lib/notebooks/run_notebook.ts";

/** Says which cell of a notebook failed, why, what it holds, and where in it. */
export function describeFailure(name: string, failure: CellFailure): string {
  const { cell, source, reason, traceback } = failure;
  if (cell === 0) return `${name}: ${reason}`;
  const code = source.split("\n").map((line, i) => `${String(i + 1).padStart(4)} | ${line}`);
  const trace = traceback.filter((line) => line !== "");
  const hint = trace.length > 0 || !reason.endsWith("Execution failed")
    ? trace
    : ["Deno's kernel gives no trace for code it cannot parse: `deno task ok` shows the place."];
  return [`${name}, code cell ${cell}: ${reason}`, ...code, ...hint].join("\n");
}

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
