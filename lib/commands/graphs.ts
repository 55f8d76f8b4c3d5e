import process from "node:process";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { parseOptions } from "lib/commands/_parse_options.ts";
import { print } from "lib/commands/_print.ts";
import { untilInterrupted } from "lib/commands/_interrupt.ts";
import { buildReport } from "lib/commands/report.ts";
import { describeFailure } from "lib/notebooks/describe_failure.ts";
import { codeCells, titleOf } from "lib/notebooks/notebook.ts";
import { readNotebook, writeNotebook } from "lib/notebooks/notebook_file.ts";
import { listNotebooks, selectNotebooks } from "lib/notebooks/order.ts";
import { runNotebook } from "lib/notebooks/run_notebook.ts";
import { startProgress } from "lib/progress.ts";
import { type Settings, settings, settingsFor } from "lib/settings.ts";

const USAGE =
  "deno task graphs [name …] [--profile sample|standard|full] [--list] [--timeout-s seconds per cell]";

/** What the command line asks for. */
export interface GraphsOptions {
  /** Folder of the notebooks. */
  readonly folder: string;
  /** Notebooks to run, in order, without `.ipynb`. */
  readonly names: readonly string[];
  /** Whether to list the notebooks instead of running them. */
  readonly list: boolean;
  /** Longest time a cell may take. */
  readonly timeoutMs: number;
  readonly settings: Settings;
}

/**
 * Reads the command line for the notebooks of a folder.
 *
 * @throws {UsageError} for an option there is not
 * @throws {RangeError} for a notebook, a profile or a number of seconds there cannot be
 * @throws {Deno.errors.NotFound} for a profile that needs data that is not there
 */
export async function readGraphsOptions(
  args: readonly string[],
  folder: string = join(settings.root, "notebooks"),
): Promise<GraphsOptions> {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: {
      profile: { type: "string" },
      list: { type: "boolean", default: false },
      "timeout-s": { type: "string", default: "1800" },
    },
  });
  const seconds = Number(values["timeout-s"]);
  if (!(seconds > 0)) {
    throw new RangeError(`--timeout-s: expected a number above 0, got ${values["timeout-s"]}`);
  }
  return {
    folder,
    names: selectNotebooks(await listNotebooks(folder), positionals),
    list: values.list,
    timeoutMs: seconds * 1000,
    settings: values.profile === undefined ? settings : settingsFor(values.profile),
  };
}

/**
 * Runs notebooks one after the other, each on a kernel of its own, and returns the exit code.
 *
 * A notebook that fails is left as it was and the next one runs; the profile `sample` leaves every
 * notebook as it was and writes to its folder of graphs. At last one page of all graphs is built, of
 * those that notebooks left before they failed too.
 */
export async function runGraphs(options: GraphsOptions): Promise<number> {
  const { folder, names, list } = options;
  print(options.settings.summary);
  if (list) {
    for (const name of names) await printTitle(folder, name);
    return 0;
  }
  return await untilInterrupted(async (signal) => {
    const failures: string[] = [];
    for (const name of names) {
      const failure = await runOne(name, { ...options, signal });
      if (failure !== undefined) failures.push(failure);
    }
    await buildReport(folder, options.settings);
    print(`${names.length - failures.length} of ${names.length} notebooks done`);
    for (const failure of failures) print(`failed: ${failure}`);
    return failures.length === 0 ? 0 : 1;
  });
}

async function printTitle(folder: string, name: string): Promise<void> {
  const notebook = await readNotebook(join(folder, `${name}.ipynb`));
  print(`${name} · ${codeCells(notebook).length} code cells · ${titleOf(notebook) ?? "no title"}`);
}

interface OneOptions extends GraphsOptions {
  readonly signal: AbortSignal;
}

/** Runs a notebook and returns in a line how it failed, if it did. */
async function runOne(name: string, options: OneOptions): Promise<string | undefined> {
  const { folder, signal, timeoutMs, settings: { profile, cache, root, graphs } } = options;
  const source = join(folder, `${name}.ipynb`);
  const target = profile === "sample" ? join(graphs, `${name}.ipynb`) : source;
  const notebook = await readNotebook(source);
  const progress = startProgress(name, { total: codeCells(notebook).length, unit: "cells" });
  const onCell = () => progress.advance();
  const run = await runNotebook(notebook, {
    profile,
    folder,
    cache,
    timeoutMs,
    signal,
    onCell,
    onStderr: passOn,
  })
    .finally(() => progress.stop());
  if (run.status === "failed") {
    const text = describeFailure(name, run.failure);
    print(Deno.stdout.isTerminal() ? text : stripVTControlCharacters(text));
    return `${name}, code cell ${run.failure.cell}: ${run.failure.reason.split("\n")[0]}`;
  }
  await writeNotebook(target, run.notebook);
  const kept = target === source ? "" : " (the notebook itself keeps its outputs)";
  print(`${name} -> ${relative(root, target)}${kept}`);
}

/** Shows what a notebook's long tasks say of their progress, without Deno's own warning. */
function passOn(text: string): void {
  process.stderr.write(text.replace(/^Warning "deno jupyter" is unstable.*\n/m, ""));
}

/** Reads the command line, or says what is wrong with it and ends with exit code 2. */
async function optionsOrUsage(): Promise<GraphsOptions> {
  try {
    return await readGraphsOptions(Deno.args);
  } catch (error) {
    print(`${(error as Error).message}\nusage: ${USAGE}`);
    Deno.exit(2);
  }
}

if (import.meta.main) Deno.exit(await runGraphs(await optionsOrUsage()));
