import { join, relative, sep } from "node:path";
import { parseOptions, UsageError } from "lib/commands/_parse_options.ts";
import { print } from "lib/commands/_print.ts";
import { EVERY_OPTION, exitCodes } from "lib/commands/_usage.ts";
import { claimOf, codeCells, titleOf } from "lib/notebooks/notebook.ts";
import { readNotebook } from "lib/notebooks/notebook_file.ts";
import { listNotebooks } from "lib/notebooks/order.ts";
import type { ReportNotebook } from "lib/report/collect_chapters.ts";
import { writeReport } from "lib/report/write_report.ts";
import { type Settings, settings, settingsFor } from "lib/settings.ts";

const USAGE = `deno task report [options]

Builds one page of all graphs that notebooks have saved, and of the leaderboard.

  --profile NAME      whose graphs: sample, standard or full
${EVERY_OPTION}
${exitCodes("when the page was written", "when something is damaged or could not be written")}`;

/**
 * Reads the command line for the settings of the profile whose graphs are to be shown; nothing where
 * only help is asked for.
 *
 * @throws {UsageError} for an option there is not, or a profile there cannot be
 */
export function readReportSettings(args: readonly string[]): Settings | undefined {
  const { profile, help } = parseOptions({
    args,
    options: { profile: { type: "string" }, help: { type: "boolean", default: false } },
  }).values;
  if (help) return undefined;
  if (profile === undefined) return settings;
  try {
    return settingsFor(profile);
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof Deno.errors.NotFound)) throw cause;
    throw new UsageError(cause.message, { cause });
  }
}

/**
 * Writes the page of all graphs that are saved, of all notebooks of a folder, and names it.
 *
 * @throws {UnwritableError} when it cannot be written; the one before is left as it was
 * @throws {SyntaxError} when a notebook, a saved graph or the leaderboard is damaged
 */
export async function buildReport(
  folder: string,
  { graphs, root }: Pick<Settings, "graphs" | "root">,
): Promise<void> {
  const names = await listNotebooks(folder);
  const notebooks = await Promise.all(names.map((name) => describe(name, { folder, graphs })));
  const page = await writeReport(graphs, { notebooks });
  const megabytes = (page.bytes / 1e6).toFixed(1);
  const size = `${page.graphs} ${page.graphs === 1 ? "graph" : "graphs"}, ${megabytes} MB`;
  print(`All graphs on one page -> ${relative(root, page.path)} (${size})`);
}

/**
 * The folder whose graphs are to be shown: the profile's, or that of the committed graphs where the
 * profile has drawn none yet.
 */
export async function graphsToShow(
  { graphs, root }: Pick<Settings, "graphs" | "root">,
): Promise<string> {
  return await hasFolders(graphs) ? graphs : join(root, "graphs");
}

async function hasFolders(path: string): Promise<boolean> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(path));
    return entries.some(({ isDirectory }) => isDirectory);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function describe(
  name: string,
  { folder, graphs }: { readonly folder: string; readonly graphs: string },
): Promise<ReportNotebook> {
  const path = join(folder, `${name}.ipynb`);
  const notebook = await readNotebook(path);
  return {
    name,
    title: titleOf(notebook) ?? name,
    claim: claimOf(notebook),
    href: relative(graphs, path).split(sep).map(encodeURIComponent).join("/"),
    code: codeCells(notebook).map(({ source }) => source).join("\n"),
  };
}

/**
 * Runs the command.
 *
 * @returns the exit code
 * @throws {UsageError} for a wrong command line
 * @throws {UnwritableError} when the page cannot be written; the one before is left as it was
 */
export async function run(args: readonly string[]): Promise<number> {
  const chosen = readReportSettings(args);
  if (chosen === undefined) {
    print(USAGE.trimEnd());
    return 0;
  }
  print(chosen.summary);
  const { root } = chosen;
  await buildReport(join(root, "notebooks"), { root, graphs: await graphsToShow(chosen) });
  return 0;
}
