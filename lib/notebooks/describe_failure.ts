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
