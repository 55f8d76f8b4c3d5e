import { join } from "node:path";
import {
  GRAPHS_USAGE,
  type GraphsArguments,
  type GraphsPlaces,
  readGraphsArguments,
} from "lib/commands/_graphs_arguments.ts";
import { untilInterrupted } from "lib/commands/_interrupt.ts";
import { print } from "lib/commands/_print.ts";
import { type Outcome, runOneNotebook } from "lib/commands/_run_one_notebook.ts";
import { buildReport } from "lib/commands/report.ts";
import { UnwritableError } from "lib/files.ts";
import { codeCells, titleOf } from "lib/notebooks/notebook.ts";
import { readNotebook } from "lib/notebooks/notebook_file.ts";

/**
 * Runs notebooks one after the other, each on a kernel of its own.
 *
 * A notebook that fails is left as it was and the next one runs, unless something could not be
 * written; the profile `sample` leaves every notebook as it was and writes to its folder of graphs.
 * Then one page of all graphs is built, of those that notebooks left before they failed too. The last
 * lines say which notebooks were done, which failed and what to do, and which were not run.
 *
 * @returns the exit code
 * @throws {UsageError} for a wrong command line
 * @throws {Error} when something could not be written or shown on the page, after the last lines
 */
export async function run(args: readonly string[], places: GraphsPlaces = {}): Promise<number> {
  const options = await readGraphsArguments(args, places);
  const { folder, names, list } = options;
  if (options.help) {
    print(GRAPHS_USAGE.trimEnd());
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
async function finish(options: GraphsArguments, outcomes: readonly Outcome[]): Promise<void> {
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
