import { escapeHtml } from "lib/escape_html.ts";

/** One row of a table, its cells by column. */
export type TableRow = Readonly<Record<string, unknown>>;

/** How a table is written. */
export interface TableOptions {
  /** Most decimals of a number that is not whole. @default 4 */
  readonly decimals?: number;
}

/**
 * Writes rows as an HTML table: numbers rounded and aligned on their right, everything escaped, in
 * the page's own colours.
 */
export function tableHtml(rows: readonly TableRow[], options: TableOptions = {}): string {
  const columns = columnsOf(rows);
  const head = columns.map((column) =>
    cell("th", column, isNumeric(rows, column) ? "right" : "left")
  );
  const body = rows.map((row) =>
    `<tr>${columns.map((c) => htmlCell(row[c], options)).join("")}</tr>`
  );
  return '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">' +
    `<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

/** Writes rows as plain text in columns, numbers rounded and aligned on their right. */
export function tableText(rows: readonly TableRow[], options: TableOptions = {}): string {
  const columns = columnsOf(rows);
  const cells = [columns, ...rows.map((row) => columns.map((c) => cellText(row[c], options)))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)));
  return cells.map((line) =>
    line.map((text, i) =>
      isNumeric(rows, columns[i]!) ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)
    ).join("  ").trimEnd()
  ).join("\n");
}

function columnsOf(rows: readonly TableRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function isNumeric(rows: readonly TableRow[], column: string): boolean {
  return rows.every((row) => ["number", "bigint", "undefined"].includes(typeof row[column]));
}

function htmlCell(value: unknown, options: TableOptions): string {
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return cell("td", cellText(value, options), isNumber ? "right" : "left");
}

function cell(tag: "td" | "th", text: string, align: "left" | "right"): string {
  return `<${tag} style="text-align:${align};padding:0.2em 0.8em">${escapeHtml(text)}</${tag}>`;
}

function cellText(value: unknown, { decimals = 4 }: TableOptions): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" && !Number.isInteger(value)) return value.toFixed(decimals);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
