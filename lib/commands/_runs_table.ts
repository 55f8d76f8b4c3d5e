import type { ListedRun } from "lib/training/runs/list_runs.ts";

/** Runs as lines of a table, the last one their number and size. */
export function runsTable(runs: readonly ListedRun[], nowMs: number): string[] {
  if (runs.length === 0) return ["No runs yet"];
  const rows = [
    ["Run", "Model", "Data", "Recipe", "Size", "Age", "State"],
    ...runs.map(({ name, about, bytes, usedMs, state }) => [
      name,
      about?.model ?? "",
      about?.data ?? "",
      about?.recipe ?? "recipe unknown",
      sizeInWords(bytes),
      ageInWords(nowMs - usedMs),
      state,
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd()
  );
  const bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
  return [...lines, `${runs.length} ${runs.length === 1 ? "run" : "runs"}, ${sizeInWords(bytes)}`];
}

/** Bytes as people say them, such as "1.2 GB". */
export function sizeInWords(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let [size, unit] = [bytes, 0];
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${unit > 0 && size < 9.95 ? size.toFixed(1) : size.toFixed(0)} ${units[unit]}`;
}

/** A time as people say it: minutes to two hours, hours to two days, then days. */
function ageInWords(ms: number): string {
  const minutes = Math.max(0, ms / 60_000);
  if (minutes < 120) return `${Math.floor(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.floor(hours)} h` : `${Math.floor(hours / 24)} days`;
}
