import { join } from "node:path";
import type { TopLevelSpec } from "vega-lite";
import { safeFileName, writeAtomic } from "lib/files.ts";
import { displayInKernel } from "lib/kernel.ts";
import { renderPng, renderSvg, withTheme } from "lib/graphs/render.ts";
import { tableHtml, type TableOptions, type TableRow, tableText } from "lib/graphs/table.ts";
import { settings } from "lib/settings.ts";

/** The method by which the Deno kernel asks a value for its MIME bundle. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** One thing in several forms, by MIME type; a front end shows the richest it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What a notebook shows when it is a cell's last value, or when `display` is called with it. */
export interface Displayable {
  [DISPLAY](): MimeBundle;
}

/** Where `showGraph` saves. */
export interface ShowGraphOptions {
  /** The folder's name, one a notebook. */
  readonly folder: string;
  /** The files' name without an ending. */
  readonly name: string;
  /** The folder that holds all notebooks' folders. @default settings.graphs */
  readonly graphs?: string;
}

/**
 * Saves a graph as `.svg`, `.png` and `.vl.json` and makes it showable.
 *
 * Front ends that know Vega-Lite (JupyterLab, VS Code) show it interactive, the others as SVG.
 *
 * @throws {RangeError} when the folder or the name cannot be a file's name
 * @throws {TypeError} when Vega-Lite or Vega warns about the spec
 */
export async function showGraph(
  spec: TopLevelSpec,
  options: ShowGraphOptions,
): Promise<Displayable> {
  const { graphs = settings.graphs } = options;
  const path = join(graphs, safeFileName(options.folder), safeFileName(options.name));
  const themed = withTheme(spec);
  const svg = await renderSvg(spec);
  await Promise.all([
    writeAtomic(`${path}.svg`, svg),
    writeAtomic(`${path}.png`, renderPng(svg)),
    writeAtomic(`${path}.vl.json`, JSON.stringify(themed)),
  ]);
  return displayable({
    "application/vnd.vegalite.v5+json": themed,
    "image/svg+xml": svg,
    "text/plain": spec.description ?? options.name,
  });
}

/** Anything that can list its rows, such as a polars DataFrame. */
export interface Records {
  toRecords(): readonly TableRow[];
}

/** Makes rows or a DataFrame showable as a table. */
export function showTable(
  table: readonly TableRow[] | Records,
  options: TableOptions = {},
): Displayable {
  const rows = isRows(table) ? table : table.toRecords();
  return displayable({
    "text/html": tableHtml(rows, options),
    "text/plain": tableText(rows, options),
  });
}

function isRows(table: readonly TableRow[] | Records): table is readonly TableRow[] {
  return Array.isArray(table);
}

/** Makes Markdown showable. */
export function showMarkdown(text: string): Displayable {
  return displayable({ "text/markdown": text, "text/plain": text });
}

/**
 * Makes HTML showable.
 *
 * @param html markup in which everything that came from data is escaped
 */
export function showHtml(html: string): Displayable {
  const text = html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
  return displayable({ "text/html": html, "text/plain": text });
}

/**
 * Shows something now, in the middle of a cell.
 *
 * @throws {Error} when there is no notebook to show it in
 */
export async function display(item: Displayable): Promise<void> {
  await displayInKernel(item);
}

function displayable(bundle: MimeBundle): Displayable {
  return { [DISPLAY]: () => bundle };
}
