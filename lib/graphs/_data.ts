import type { InlineData } from "vega-lite/types_unstable/data.js";

/**
 * Packs rows as CSV text inside a spec, half as long as JSON and as fast to read.
 *
 * @param rows at least one, all with the same fields
 */
export function csvData(rows: readonly Readonly<Record<string, string | number>>[]): InlineData {
  const first = rows[0] ?? {};
  const fields = Object.keys(first);
  const lines = rows.map((row) => fields.map((field) => quote(String(row[field]))).join(","));
  const types = fields.map((
    field,
  ) => [field, typeof first[field] === "number" ? "number" : "string"]);
  return {
    values: [fields.join(","), ...lines].join("\n"),
    format: { type: "csv", parse: Object.fromEntries(types) },
  };
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
