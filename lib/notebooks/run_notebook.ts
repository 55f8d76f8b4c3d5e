import { type Kernel, startKernel } from "lib/notebooks/kernel.ts";
import { toError } from "lib/notebooks/notebook_file.ts";
import {
  type Cell,
  codeCells,
  type ErrorOutput,
  isExecutable,
  type Notebook,
  type Output,
} from "lib/notebooks/notebook.ts";
import { createOutputLog, type OutputLog } from "lib/notebooks/outputs.ts";
import { type Profile, settings } from "lib/settings.ts";

/** A notebook with fresh outputs, or why there is none. */
export type NotebookRun =
  | { readonly status: "done"; readonly notebook: Notebook }
  | { readonly status: "failed"; readonly failure: CellFailure };

/** The cell at which a notebook stopped. */
export interface CellFailure {
  /** Position among the code cells, from 1; 0 when the kernel did not even start. */
  readonly cell: number;
  readonly source: string;
  /** What went wrong; for a kernel that died or took too long, with what it wrote last. */
  readonly reason: string;
  /** Lines of the exception's trace; empty when the kernel gave none. */
  readonly traceback: readonly string[];
}

/** How `runNotebook` runs a notebook. */
export interface RunOptions {
  /** Budget the notebook is to keep to; noted in its metadata. */
  readonly profile: Profile;
  /** The kernel's working folder, from which it looks for `deno.json` upwards. */
  readonly folder: string;
  /** Folder for the kernel's connection file. */
  readonly cache: string;
  /** Longest time a cell may take. @default 1_800_000 */
  readonly timeoutMs?: number;
  /** Kills the kernel when aborted. @default never */
  readonly signal?: AbortSignal;
  /** Called after each code cell. @default nothing is done */
  readonly onCell?: () => void;
  /** Hears what the kernel writes on standard error. @default nobody */
  readonly onStderr?: (text: string) => void;
}

/**
 * Executes a notebook's code cells in order on a kernel of its own.
 *
 * What differs from run to run is left out of the result: execution times, and the kernel's own
 * numbering, in whose place stands 1..n.
 *
 * @throws the signal's reason when it is aborted
 */
export async function runNotebook(notebook: Notebook, options: RunOptions): Promise<NotebookRun> {
  const { profile, folder, cache, signal, onStderr } = options;
  // A profile that the kernel takes by itself is not asked for, so that it says the true reason.
  const environment: Record<string, string> = { NO_COLOR: "1" };
  if (profile !== settings.profile) environment.VIRANOVA_PROFILE = profile;
  const cells = codeCells(notebook);
  const log = createOutputLog();
  let kernel: Kernel | undefined;
  let started = 0;
  const fail = (reason: string, traceback: readonly string[] = []): NotebookRun => {
    const source = cells[started - 1]?.source ?? "";
    return { status: "failed", failure: { cell: started, source, reason, traceback } };
  };
  try {
    kernel = await startKernel({ folder, cache, environment, signal, onStderr });
    while (started < cells.length) {
      const error = await runCell(cells[started++]!, { ...options, kernel, log });
      if (error) return fail(`${error.ename}: ${error.evalue}`, error.traceback);
    }
    return { status: "done", notebook: withOutputs(notebook, { outputs: log.cells(), profile }) };
  } catch (error) {
    signal?.throwIfAborted();
    if (isKernelFailure(error)) return fail(error.message);
    throw error;
  } finally {
    await kernel?.stop();
  }
}

async function runCell(
  cell: Cell,
  options: RunOptions & { readonly kernel: Kernel; readonly log: OutputLog },
): Promise<ErrorOutput | undefined> {
  const { kernel, log, timeoutMs = 1_800_000, onCell = () => {} } = options;
  log.startCell();
  const reply = await kernel.execute(cell.source, { timeoutMs, onMessage: log.add });
  if (reply.status === "error") return toError(reply);
  onCell();
}

function isKernelFailure(error: unknown): error is Error {
  return error instanceof Deno.errors.TimedOut || error instanceof Deno.errors.ConnectionReset;
}

interface Fresh {
  /** Outputs by executable cell. */
  readonly outputs: readonly Output[][];
  readonly profile: Profile;
}

function withOutputs(notebook: Notebook, { outputs, profile }: Fresh): Notebook {
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
