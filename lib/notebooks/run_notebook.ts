import { type Kernel, startKernel } from "lib/notebooks/kernel.ts";
import { KernelFailure } from "lib/notebooks/within_limits.ts";
import type { Message } from "lib/notebooks/messages.ts";
import { toError } from "lib/notebooks/notebook_file.ts";
import { codeCells, type Notebook } from "lib/notebooks/notebook.ts";
import { createOutputLog, type OutputLog, withOutputs } from "lib/notebooks/outputs.ts";
import { peakMemory } from "lib/notebooks/kernel_process.ts";
import { isSentence, type ProgressMessage, readProgress } from "lib/notebooks/progress_message.ts";
import type { Limits } from "lib/notebooks/watch.ts";
import { type Profile, settings } from "lib/settings.ts";

/** A notebook with fresh outputs, or why there is none. */
export type NotebookRun =
  & (
    | { readonly status: "done"; readonly notebook: Notebook }
    | { readonly status: "failed"; readonly failure: CellFailure }
  )
  & {
    /** The most memory that the kernel held at once; missing where the system does not say. */
    readonly peakBytes?: number;
  };

/** The cell at which a notebook stopped. */
export interface CellFailure {
  /** Position among the code cells, from 1; 0 when the kernel did not even start. */
  readonly cell: number;
  readonly source: string;
  /** Whether the cell threw, or how its kernel came to an end. */
  readonly kind: "threw" | KernelFailure["kind"];
  /** The exception's class, of a cell that threw. */
  readonly errorName?: string;
  /** The error in a sentence; for a kernel that died or broke a limit, with what it wrote last. */
  readonly reason: string;
  /** Lines of the exception's trace; empty when the kernel gave none. */
  readonly traceback: readonly string[];
  /** Where what the cell was at goes on, if its last word on its progress said so. */
  readonly goesOnAt?: string;
}

export interface RunOptions extends Partial<Limits> {
  /** Budget the notebook is to keep to; noted in its metadata. */
  readonly profile: Profile;
  /** The kernel's working folder, from which it looks for `deno.json` upwards. */
  readonly folder: string;
  /** Folder for the kernel's connection file. */
  readonly cache: string;
  /** Longest time in which a cell gives no sign of life. @default 1_800_000 */
  readonly silenceMs?: number;
  /** Longest time a cell may take in all. @default any, as long as it gives signs of life */
  readonly timeoutMs?: number;
  /** Kills the kernel when aborted. @default never */
  readonly signal?: AbortSignal;
  /** Called after each code cell. @default nothing is done */
  readonly onCell?: () => void;
  /** Hears what cells say of their progress. @default nobody */
  readonly onProgress?: (progress: ProgressMessage) => void;
  /** Hears what the kernel writes on standard error, past Jupyter's messages. @default nobody */
  readonly onStderr?: (text: string) => void;
}

/** Longest time in which a cell gives no sign of life: a message, or a word on a standard stream. */
const SILENCE_MS = 30 * 60_000;

/**
 * Executes a notebook's code cells in order on a kernel of its own.
 *
 * What differs from run to run is left out of the result: execution times, what is said of progress,
 * and the kernel's own numbering, in whose place stands 1..n.
 *
 * @throws the signal's reason when it is aborted
 * @throws {UnwritableError} when the kernel's connection file cannot be written
 */
export async function runNotebook(notebook: Notebook, options: RunOptions): Promise<NotebookRun> {
  const { profile, folder, cache, signal, onStderr } = options;
  // A profile that the kernel takes by itself is not asked for, so that it says the true reason.
  const environment: Record<string, string> = { NO_COLOR: "1" };
  if (profile !== settings.profile) environment.VIRANOVA_PROFILE = profile;
  const onWritten = (text: string, stream: string) => stream === "stderr" && onStderr?.(text);
  let kernel: Kernel;
  try {
    kernel = await startKernel({ folder, cache, environment, signal, onWritten });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof KernelFailure)) throw error;
    return { status: "failed", failure: { ...describe(error), cell: 0, source: "" } };
  }
  try {
    const run = await runCells(notebook, { ...options, kernel });
    return { ...run, peakBytes: await peakMemory(kernel.pid) };
  } finally {
    await kernel.stop();
  }
}

interface KernelOptions extends RunOptions {
  readonly kernel: Kernel;
}

async function runCells(notebook: Notebook, options: KernelOptions): Promise<NotebookRun> {
  const { profile, onCell = () => {} } = options;
  const log = createOutputLog();
  for (const [i, { source }] of codeCells(notebook).entries()) {
    log.startCell();
    const failure = await runCell(source, { ...options, log });
    if (failure) return { status: "failed", failure: { ...failure, cell: i + 1, source } };
    onCell();
  }
  return { status: "done", notebook: withOutputs(notebook, { outputs: log.cells(), profile }) };
}

type Failure = Omit<CellFailure, "cell" | "source">;

interface CellOptions extends KernelOptions {
  readonly log: OutputLog;
}

async function runCell(source: string, options: CellOptions): Promise<Failure | undefined> {
  const { kernel, log, signal, silenceMs = SILENCE_MS, onProgress } = options;
  let goesOnAt: string | undefined;
  const onMessage = (message: Message) => {
    log.add(message);
    const progress = readProgress(message);
    if (progress === undefined) return;
    if (!isSentence(progress)) goesOnAt = progress.goesOnAt;
    onProgress?.(progress);
  };
  try {
    const reply = await kernel.execute(source, { ...options, silenceMs, onMessage });
    if (reply.status !== "error") return undefined;
    const { ename, evalue, traceback } = toError(reply);
    const reason = `${ename}: ${evalue}`;
    return { kind: "threw", errorName: ename, reason, traceback, goesOnAt };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof KernelFailure) return { ...describe(error), goesOnAt };
    throw error;
  }
}

function describe({ kind, message }: KernelFailure): Failure {
  return { kind, reason: message, traceback: [] };
}
