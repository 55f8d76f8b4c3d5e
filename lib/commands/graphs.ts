import { join } from "node:path";
import { untilInterrupted } from "lib/commands/_interrupt.ts";
import { parseOptions, UsageError } from "lib/commands/_parse_options.ts";
import { print } from "lib/commands/_print.ts";
import {
  type OneNotebookOptions,
  type Outcome,
  runOneNotebook,
} from "lib/commands/_run_one_notebook.ts";
import { EVERY_OPTION, exitCodes } from "lib/commands/_usage.ts";
import { buildReport } from "lib/commands/report.ts";
import { UnwritableError } from "lib/files.ts";
import { codeCells, titleOf } from "lib/notebooks/notebook.ts";
import { readNotebook } from "lib/notebooks/notebook_file.ts";
import { listNotebooks, selectNotebooks } from "lib/notebooks/order.ts";
import { settings, settingsFor } from "lib/settings.ts";

const USAGE = `deno task graphs [name …] [options]

Runs notebooks, all or those that are named in whole or in part, and builds a page of all graphs. A
cell is stopped after 30 minutes without a sign of life. What a failed notebook finished is kept: the
last lines say where it goes on when it is run again.

  --profile NAME      how much work: sample, standard or full
  --list              list the notebooks instead of running them
  --timeout-s N       stop a cell after N seconds, whatever signs of life it gives
${EVERY_OPTION}
${exitCodes("when all notebooks were done", "when one failed or something could not be written")}`;

/** What the command line asks for. */
export interface GraphsOptions extends Omit<OneNotebookOptions, "signal"> {
  /** Notebooks to run, in order, without `.ipynb`. */
  readonly names: readonly string[];
  /** Whether to list the notebooks instead of running them. */
  readonly list: boolean;
  /** Whether to say what the command does instead of doing it. */
  readonly help: boolean;
}

/** The longest time that a timer can wait. */
const MAX_TIMEOUT_S = 2_147_483;

/**
 * Reads the command line for the notebooks of a folder.
 *
 * @throws {UsageError} for an option, a notebook, a profile or a number of seconds there cannot be,
 * and for a profile that needs data that is not there
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
      "timeout-s": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { list, help, profile } = values;
  if (help) return { folder, names: [], list, help, settings };
  try {
    return {
      folder,
      names: selectNotebooks(await listNotebooks(folder), positionals),
      list,
      help,
      timeoutMs: readTimeout(values["timeout-s"]),
      settings: profile === undefined ? settings : settingsFor(profile),
    };
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof Deno.errors.NotFound)) throw cause;
    throw new UsageError(cause.message, { cause });
  }
}

function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MAX_TIMEOUT_S) return seconds * 1000;
  throw new RangeError(
    `--timeout-s: expected a number above 0 up to ${MAX_TIMEOUT_S}, got ${text}`,
  );
}

/**
 * Runs notebooks one after the other, each on a kernel of its own, and returns the exit code.
 *
 * A notebook that fails is left as it was and the next one runs, unless something could not be
 * written; the profile `sample` leaves every notebook as it was and writes to its folder of graphs.
 * Then one page of all graphs is built, of those that notebooks left before they failed too. The last
 * lines say which notebooks were done, which failed and what to do, and which were not run.
 *
 * @throws {Error} when something could not be written or shown on the page, after the last lines
 */
export async function runGraphs(options: GraphsOptions): Promise<number> {
  const { folder, names, list } = options;
  if (options.help) {
    print(USAGE.trimEnd());
    return 0;
  }
  print(options.settings.summary);
  if (list) {
    for (const name of names) await printTitle(folder, name);
    return 0;
  }
  return await untilInterrupted(async (signal) => {
    const outcomes: Outcome[] = [];
    try {
      for (const name of names) {
        outcomes.push(await runOneNotebook(name, { ...options, signal }));
        if (outcomes.at(-1)?.unwritable) break;
      }
      await finish(options, outcomes);
    } finally {
      printOutcomes(names, outcomes);
    }
    return outcomes.some(({ failed }) => failed !== undefined) ? 1 : 0;
  });
}

/** Builds the page, and throws what could not be written. */
async function finish(options: GraphsOptions, outcomes: readonly Outcome[]): Promise<void> {
  const unwritable = outcomes.at(-1)?.unwritable;
  try {
    await buildReport(options.folder, options.settings);
  } catch (error) {
    if (!unwritable) throw error;
    if (!(error instanceof UnwritableError)) throw new AggregateError([unwritable, error]);
  }
  if (unwritable) throw unwritable;
}

function printOutcomes(names: readonly string[], outcomes: readonly Outcome[]): void {
  const done = outcomes.filter(({ failed }) => failed === undefined).map(({ name }) => name);
  const notRun = names.filter((name) => !outcomes.some((outcome) => outcome.name === name));
  const which = done.length > 0 && done.length < names.length ? `: ${done.join(", ")}` : "";
  print(`${done.length} of ${names.length} notebooks done${which}`);
  for (const { failed } of outcomes) if (failed !== undefined) print(`failed: ${failed}`);
  if (notRun.length > 0) print(`not run to their end: ${notRun.join(", ")}`);
}

async function printTitle(folder: string, name: string): Promise<void> {
  const notebook = await readNotebook(join(folder, `${name}.ipynb`));
  print(`${name} · ${codeCells(notebook).length} code cells · ${titleOf(notebook) ?? "no title"}`);
}

/**
 * Runs the command.
 *
 * @returns the exit code
 * @throws {UsageError} for a wrong command line
 * @throws {Error} when something could not be written, after what was done is listed
 */
export async function run(args: readonly string[]): Promise<number> {
  return await runGraphs(await readGraphsOptions(args));
}
