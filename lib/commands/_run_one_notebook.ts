import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { followNotebook } from "lib/commands/_follow_notebook.ts";
import { lackingFor } from "lib/commands/_lacking.ts";
import { print } from "lib/commands/_print.ts";
import {
  listPredictionFiles,
  recordFinished,
} from "lib/evaluation/predictions/finished_notebooks.ts";
import { UnwritableError } from "lib/files.ts";
import { elapsedText } from "lib/forecast.ts";
import { describeFailure, isUnwritable, whatToDo } from "lib/notebooks/describe_failure.ts";
import { codeCells, type Notebook, notebookDigest } from "lib/notebooks/notebook.ts";
import { readNotebook, writeNotebook } from "lib/notebooks/notebook_file.ts";
import { type CellFailure, type NotebookRun, runNotebook } from "lib/notebooks/run_notebook.ts";
import type { Settings } from "lib/settings.ts";

export interface OneNotebookOptions {
  /** Folder of the notebooks. */
  readonly folder: string;
  /** Longest time in which a cell gives no sign of life. @default as `runNotebook` */
  readonly silenceMs?: number;
  /** Longest time a cell may take in all. @default any, as long as it gives signs of life */
  readonly timeoutMs?: number;
  readonly settings: Settings;
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly name: string;
  /** Why it failed and what to do, in a line, if it did. */
  readonly failed?: string;
  /** Of a full or read-only disk, on which the notebooks after it would fail alike. */
  readonly unwritable?: Error;
}

/**
 * Runs a notebook, writes it where its profile wants it and records that it was run to its end.
 *
 * @throws the signal's reason when it is aborted
 */
export async function runOneNotebook(name: string, options: OneNotebookOptions): Promise<Outcome> {
  try {
    return await runAndKeep(name, options);
  } catch (error) {
    const isFile = error instanceof SyntaxError || error instanceof Deno.errors.NotFound;
    if (isFile) return { name, failed: `${name}: ${error.message}` };
    if (!(error instanceof UnwritableError)) throw error;
    const advice = "make room or give the right to write, then run again: finished parts are kept";
    return { name, failed: `${name}: ${error.message}; ${advice}`, unwritable: error };
  }
}

async function runAndKeep(name: string, options: OneNotebookOptions): Promise<Outcome> {
  const { folder, settings } = options;
  const { profile, root, graphs, cache } = settings;
  const source = join(folder, `${name}.ipynb`);
  const target = profile === "sample" ? join(graphs, `${name}.ipynb`) : source;
  const predictions = join(cache, "predictions", profile);
  const notebook = await readNotebook(source);
  const lacking = await lackingFor({ name, notebook }, {
    notebooks: folder,
    predictions,
    settings,
  });
  if (lacking !== undefined) return { name, failed: `${name}: ${lacking}` };
  const before = await listPredictionFiles(predictions);
  const started = performance.now();
  const run = await runFollowed(name, { ...options, notebook });
  const took = [`in ${elapsedText(performance.now() - started)}`, ...peakOf(run)].join(" · ");
  if (run.status === "failed") return failureOf(name, run.failure, took);
  await writeNotebook(target, run.notebook);
  const digest = notebookDigest(notebook); // of what was run, whatever its file holds by now
  await recordFinished({ notebook: name, digest }, { folder: predictions, before });
  const kept = target === source ? "" : " (the notebook itself keeps its outputs)";
  print(`${name} done ${took}\n${name} -> ${relative(root, target)}${kept}`);
  return { name };
}

async function runFollowed(
  name: string,
  { notebook, ...options }: OneNotebookOptions & { readonly notebook: Notebook },
): Promise<NotebookRun> {
  const { profile, cache } = options.settings;
  const followed = followNotebook(name, { cells: codeCells(notebook).length });
  try {
    return await runNotebook(notebook, {
      ...options,
      profile,
      cache,
      onCell: followed.cellDone,
      onProgress: followed.progress,
      onStderr: followed.wrote,
    });
  } finally {
    followed.stop();
  }
}

function failureOf(name: string, failure: CellFailure, took: string): Outcome {
  const unwritable = isUnwritable(failure)
    ? new Error(failure.reason.slice(`${failure.errorName}: `.length))
    : undefined;
  const reason = unwritable?.message ?? failure.reason.split("\n")[0];
  if (!unwritable) {
    const text = describeFailure(name, failure);
    print(Deno.stdout.isTerminal() ? text : stripVTControlCharacters(text));
  }
  print(`${name} failed ${took}`);
  const place = failure.cell === 0 ? name : `${name}, code cell ${failure.cell}`;
  return { name, failed: `${place}: ${reason}; ${whatToDo(failure)}`, unwritable };
}

function peakOf({ peakBytes }: NotebookRun): string[] {
  return peakBytes === undefined ? [] : [`peak ${(peakBytes / 1e9).toFixed(1)} GB`];
}
