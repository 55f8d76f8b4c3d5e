import { isObject } from "lib/json.ts";
import { formatNotebook } from "lib/notebooks/notebook_file.ts";
import { type Cell, codeCells, type Notebook, titleOf } from "lib/notebooks/notebook.ts";
import { isStoredProgress } from "lib/notebooks/progress_message.ts";

/** Longest code cell that still reads at a glance, in lines. */
const MAX_CELL_LINES = 15;
/** Largest size of all outputs together, in bytes as the file holds them. */
const MAX_OUTPUT_BYTES = 3_000_000;
/** Profile of the outputs that the repository holds. */
const COMMITTED_PROFILE = "standard";

/** Lists what keeps a notebook from being one that can be committed, in words. */
export function lintNotebook(notebook: Notebook): string[] {
  return [
    ...lintWhole(notebook),
    ...codeCells(notebook).flatMap((cell, i) =>
      lintCell(cell, i + 1).map((problem) => `code cell ${i + 1}: ${problem}`)
    ),
  ];
}

/**
 * Joins a notebook's code cells to one module that the type checker can read.
 *
 * Names declared twice come out as its errors, since a module allows them once only.
 */
export function toModule(notebook: Notebook): string {
  const cells = codeCells(notebook).map(({ source }, i) => `// code cell ${i + 1}\n${source}\n`);
  return [...cells, "export {};\n"].join("\n");
}

function lintWhole(notebook: Notebook): string[] {
  const code = codeCells(notebook);
  const outputs = code.flatMap((cell) => cell.outputs ?? []);
  const configs = code.filter(({ source }) => /^const config\b/m.test(source)).length;
  const ids = notebook.cells.map(({ id }) => id);
  const bytes = outputBytes(notebook);
  return problems([
    [titleOf(notebook) === undefined, "expected a first cell that starts with a heading `# …`"],
    [configs !== 1, `expected exactly one cell with \`const config\`, got ${configs}`],
    [
      ids.includes(undefined) || new Set(ids).size < ids.length,
      "expected an id of its own on every cell",
    ],
    [outputs.length === 0, "expected outputs, got none: run `deno task graphs`"],
    [
      bytes > MAX_OUTPUT_BYTES,
      `expected at most ${MAX_OUTPUT_BYTES} bytes of outputs, got ${bytes}`,
    ],
    [
      profileOf(notebook) !== COMMITTED_PROFILE,
      `expected outputs of the profile ${COMMITTED_PROFILE}, got ${profileOf(notebook)}`,
    ],
  ]);
}

function lintCell(cell: Cell, position: number): string[] {
  const { source, execution_count, outputs = [] } = cell;
  const lines = source.split("\n").length;
  const keyword = /\b(?:let|var)\s+[\w$[{]/.exec(withoutText(source))?.[0].slice(0, 3);
  const paths = absolutePaths(cell);
  return problems([
    [lines > MAX_CELL_LINES, `expected at most ${MAX_CELL_LINES} lines, got ${lines}`],
    [keyword !== undefined, `expected \`const\` only, got \`${keyword}\``],
    [execution_count !== position, `expected execution count ${position}, got ${execution_count}`],
    [outputs.some(({ output_type }) => output_type === "error"), "holds an error's output"],
    [outputs.some(isStoredProgress), "holds a line about progress: run `deno task graphs`"],
    [paths.length > 0, `expected no absolute path, got ${paths.join(", ")}`],
  ]);
}

function problems(rules: readonly (readonly [broken: boolean, problem: string])[]): string[] {
  return rules.filter(([broken]) => broken).map(([, problem]) => problem);
}

function profileOf({ metadata }: Notebook): string {
  const { viranova } = metadata;
  return isObject(viranova) ? `${viranova.profile}` : "an unknown one";
}

/** Code without the inside of its comments and quoted texts. */
function withoutText(source: string): string {
  const text = /\/\/.*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;
  return source.replace(text, '""');
}

/** Paths that name a place on one machine only, in a cell's code and in what it showed. */
function absolutePaths({ source, outputs = [] }: Cell): string[] {
  const shown = outputs.flatMap((output) => {
    if (output.output_type === "stream") return [output.text];
    if (output.output_type === "error") return output.traceback;
    const readable = Object.entries(output.data).filter(([mime]) => !isBinary(mime));
    return readable.map(([, value]) => typeof value === "string" ? value : JSON.stringify(value));
  });
  const path =
    /(?<![\w.:/~-])\/(?:home|Users|root|tmp|var|opt|usr|etc|mnt|media|private|srv|work|workspace|content)\/[\w./-]+|file:\/\/\/[^\s"']+|\b[A-Z]:\\\\?[\w.\\-]+/g;
  return [source, ...shown].flatMap((text) => text.match(path) ?? []);
}

/** Whether a form of an output is bytes in base64, in which a path would be chance. */
function isBinary(mime: string): boolean {
  return /^(?:image|audio|video|font)\//.test(mime) && mime !== "image/svg+xml";
}

function outputBytes(notebook: Notebook): number {
  const size = (value: Notebook) => new TextEncoder().encode(formatNotebook(value)).length;
  const cells = notebook.cells.map((cell) => cell.outputs ? { ...cell, outputs: [] } : cell);
  return size(notebook) - size({ ...notebook, cells });
}
