/** What became of a notebook. */
export interface Outcome {
  readonly notebook: string;
  readonly state: "done" | "failed" | "not run";
  /** How long it took, such as `3 min 2 s`, if it ran. */
  readonly took?: string;
  /** The most memory its kernel had, such as `4.1 GB`, where the system says so. */
  readonly peak?: string;
}

/**
 * Reads what a line of `deno task graphs` says of a notebook's end; nothing of other lines.
 *
 * @param names the notebooks there are
 */
export function readOutcome(line: string, names: readonly string[]): Outcome | undefined {
  for (const notebook of names) {
    for (const state of ["done", "failed"] as const) {
      const start = `${notebook} ${state} in `;
      if (!line.startsWith(start)) continue;
      const [took, peak] = line.slice(start.length).split(" · peak ");
      return { notebook, state, took, ...(peak && { peak }) };
    }
    if (line.startsWith(`failed: ${notebook}: `)) return { notebook, state: "failed" };
  }
}

/** The table that ends a rehearsal, one line a notebook. */
export function outcomeTable(names: readonly string[], outcomes: readonly Outcome[]): string {
  const rows = names.map((notebook) => {
    const { state, took, peak } = outcomes.find((it) => it.notebook === notebook) ??
      { state: "not run" as const };
    return [notebook, took ?? "-", peak ?? "-", state === "done" ? "" : state];
  });
  return alignedTable([["Notebook", "Time", "Peak memory", ""], ...rows]);
}

/** Rows of texts as lines, each column as wide as its longest text. */
export function alignedTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd())
    .join("\n");
}
