/** Writes rows as a Markdown table; every row has the same columns. */
export function markdownTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [
    columns,
    columns.map(() => "---"),
    ...rows.map((row) => columns.map((c) => row[c]!)),
  ];
  return lines.map((cells) => `| ${cells.map(escapeCell).join(" | ")} |\n`).join("");
}

/** Keeps a name from data from ending its cell, its line or its being text. */
function escapeCell(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\|<>*_`]/g, (character) => `\\${character}`);
}
