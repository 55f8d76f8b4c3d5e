import { writeAtomic } from "lib/files.ts";
import { isObject, type JsonObject, sortKeys } from "lib/json.ts";
import type { Cell, Notebook, Output } from "lib/notebooks/notebook.ts";

/**
 * Reads a notebook.
 *
 * @throws {SyntaxError} when the file is no nbformat 4 notebook, naming the file and the cell
 */
export async function readNotebook(path: string): Promise<Notebook> {
  const text = await Deno.readTextFile(path);
  try {
    return parseNotebook(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(`Cannot read the notebook ${path}: ${error.message}`);
  }
}

/**
 * Writes a notebook atomically, laid out as nbformat's `write` does: keys sorted, one space of
 * indentation, texts as lists of lines, a line break at the end.
 */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await writeAtomic(path, formatNotebook(notebook));
}

/** A notebook's text as `writeNotebook` writes it. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: splitLines(cell.source),
    ...(cell.outputs && { outputs: cell.outputs.map(formatOutput) }),
  }));
  return JSON.stringify(sortKeys({ ...notebook, cells }), null, 1) + "\n";
}

function parseNotebook(text: string): Notebook {
  const value: unknown = JSON.parse(text);
  if (!isObject(value) || value.nbformat !== 4 || !Array.isArray(value.cells)) {
    throw new SyntaxError("expected an object with nbformat 4 and a list of cells");
  }
  const { nbformat_minor, metadata = {} } = value;
  if (typeof nbformat_minor !== "number" || !isObject(metadata)) {
    throw new SyntaxError("expected a numeric nbformat_minor and an object metadata");
  }
  const cells = value.cells.map((cell: unknown, i) => parseCell(cell, `cell ${i + 1}`));
  return { ...value, cells, metadata, nbformat: 4, nbformat_minor };
}

function parseCell(value: unknown, where: string): Cell {
  if (!isObject(value) || !isCellType(value.cell_type)) {
    throw new SyntaxError(`${where}: expected an object with cell_type markdown, code or raw`);
  }
  const { cell_type, metadata = {}, outputs } = value;
  if (!isObject(metadata)) throw new SyntaxError(`${where}: expected an object metadata`);
  const cell = { ...value, cell_type, metadata, source: joinLines(value.source, where) };
  if (cell_type !== "code") return cell;
  if (!Array.isArray(outputs)) throw new SyntaxError(`${where}: expected a list of outputs`);
  return { ...cell, outputs: outputs.map((output: unknown) => parseOutput(output, where)) };
}

function isCellType(value: unknown): value is Cell["cell_type"] {
  return value === "markdown" || value === "code" || value === "raw";
}

function parseOutput(value: unknown, where: string): Output {
  if (isObject(value)) {
    const { output_type, data, metadata = {} } = value;
    if (output_type === "stream") {
      return { ...value, output_type, name: `${value.name}`, text: joinLines(value.text, where) };
    }
    if (output_type === "error") return toError(value);
    const rich = output_type === "display_data" || output_type === "execute_result";
    if (rich && isObject(data) && isObject(metadata)) {
      return { ...value, output_type, data: mapBundle(data, joinIfLines), metadata };
    }
  }
  throw new SyntaxError(`${where}: expected an output of nbformat 4, got ${JSON.stringify(value)}`);
}

/** Reads an exception out of an output or a kernel's reply; missing parts are empty. */
export function toError(value: JsonObject): Extract<Output, { output_type: "error" }> {
  const { ename = "", evalue = "", traceback } = value;
  return {
    output_type: "error",
    ename: `${ename}`,
    evalue: `${evalue}`,
    traceback: Array.isArray(traceback) ? traceback.map(String) : [],
  };
}

function formatOutput(output: Output): unknown {
  if (output.output_type === "error") return output;
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  const split = (value: unknown) => typeof value === "string" ? splitLines(value) : value;
  return { ...output, data: mapBundle(output.data, split) };
}

/** Applies a change to what is text in a MIME bundle; JSON stays as it is. */
function mapBundle(bundle: JsonObject, change: (value: unknown) => unknown): JsonObject {
  const isJson = (mime: string) => mime === "application/json" || mime.endsWith("+json");
  return Object.fromEntries(
    Object.entries(bundle).map(([mime, value]) => [mime, isJson(mime) ? value : change(value)]),
  );
}

function joinIfLines(value: unknown): unknown {
  return isLines(value) ? value.join("") : value;
}

function joinLines(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  if (isLines(value)) return value.join("");
  throw new SyntaxError(`${where}: expected a text or a list of lines, got ${typeof value}`);
}

function isLines(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((line) => typeof line === "string");
}

/** Splits after line feeds, as JupyterLab does and, but for rare separators, nbformat too. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
