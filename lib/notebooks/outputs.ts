import { isObject, type JsonObject } from "lib/json.ts";
import type { Message } from "lib/notebooks/messages.ts";
import { toError } from "lib/notebooks/notebook_file.ts";
import { readProgress } from "lib/notebooks/progress_message.ts";
import {
  type Cell,
  isExecutable,
  type Notebook,
  type Output,
  type RichOutput,
} from "lib/notebooks/notebook.ts";
import type { Profile } from "lib/settings.ts";

/** Gathers the outputs of a notebook's cells from what its kernel publishes. */
export interface OutputLog {
  /** Starts a cell; what is published from now on is its output. */
  startCell(): void;
  /** Takes in one message; kinds that show nothing are passed over. */
  add(message: Message): void;
  /** Outputs by cell, in the order the cells were started. */
  cells(): Output[][];
}

interface Shown {
  output: Output;
  readonly displayId?: unknown;
}

interface CellLog {
  shown: Shown[];
  /** Whether the next output takes the place of all so far. */
  clearNext: boolean;
}

/**
 * Creates an empty log that does with messages what a notebook's front end does, but leaves out what
 * is said of a long task's progress.
 *
 * Neighbouring texts of one stream are joined; `clear_output` empties the cell, at once or when its
 * next output comes; `update_display_data` changes the outputs of its display id in every cell.
 */
export function createOutputLog(): OutputLog {
  const cells: CellLog[] = [];
  return {
    startCell: () => cells.push({ shown: [], clearNext: false }),
    add(message) {
      const { header: { msg_type }, content } = message;
      const cell = cells.at(-1);
      if (cell === undefined || readProgress(message)) return;
      if (msg_type === "clear_output") clear(cell, content.wait === true);
      else if (msg_type === "update_display_data") update(cells, content);
      else {
        const output = toOutput(msg_type, content);
        if (output) show(cell, { output, displayId: displayIdOf(content) });
      }
    },
    cells: () => cells.map(({ shown }) => shown.map(({ output }) => overwriteLines(output))),
  };
}

function toOutput(type: string, content: JsonObject): Output | undefined {
  if (type === "error") return toError(content);
  if (type === "stream") {
    return { output_type: "stream", name: `${content.name}`, text: `${content.text}` };
  }
  const rich = type === "display_data" || type === "execute_result";
  return rich ? { output_type: type, ...bundleOf(content) } : undefined;
}

function bundleOf({ data, metadata }: JsonObject): Pick<RichOutput, "data" | "metadata"> {
  return { data: isObject(data) ? data : {}, metadata: isObject(metadata) ? metadata : {} };
}

function displayIdOf({ transient }: JsonObject): unknown {
  return isObject(transient) ? transient.display_id : undefined;
}

function clear(cell: CellLog, wait: boolean): void {
  if (wait) cell.clearNext = true;
  else cell.shown = [];
}

function update(cells: readonly CellLog[], content: JsonObject): void {
  const displayId = displayIdOf(content);
  if (displayId === undefined) return;
  for (const item of cells.flatMap(({ shown }) => shown)) {
    if (item.displayId === displayId) item.output = { ...item.output, ...bundleOf(content) };
  }
}

function show(cell: CellLog, item: Shown): void {
  if (cell.clearNext) cell.shown = [];
  cell.clearNext = false;
  const { output } = item;
  const last = cell.shown.at(-1);
  const before = last?.output;
  if (
    output.output_type !== "stream" || before?.output_type !== "stream" ||
    before.name !== output.name
  ) {
    cell.shown.push(item);
  } else {
    last!.output = { ...before, text: before.text + output.text };
  }
}

/** Drops what a carriage return lets later text overwrite, such as a progress line's past. */
function overwriteLines(output: Output): Output {
  if (output.output_type !== "stream") return output;
  return { ...output, text: output.text.split("\n").map(lastState).join("\n") };
}

/** All of a line after the last carriage return that text follows. */
function lastState(line: string): string {
  let end = line.length;
  while (line[end - 1] === "\r") end--;
  return line.slice(line.slice(0, end).lastIndexOf("\r") + 1);
}

export interface Fresh {
  /** Outputs by executable cell. */
  readonly outputs: readonly Output[][];
  readonly profile: Profile;
}

/** A notebook with fresh outputs, without execution times and with execution counts from 1. */
export function withOutputs(notebook: Notebook, { outputs, profile }: Fresh): Notebook {
  let count = 0;
  const cells = notebook.cells.map((cell): Cell => {
    if (cell.cell_type !== "code") return cell;
    const { execution: _timestamps, ...metadata } = cell.metadata;
    if (!isExecutable(cell)) return { ...cell, metadata, outputs: [], execution_count: null };
    const execution_count = ++count;
    const numbered = outputs[count - 1]!.map((output) =>
      output.output_type === "execute_result" ? { ...output, execution_count } : output
    );
    return { ...cell, metadata, outputs: numbered, execution_count };
  });
  return { ...notebook, cells, metadata: { ...notebook.metadata, viranova: { profile } } };
}
