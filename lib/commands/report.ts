import { join, relative, sep } from "node:path";
import { chosenSettings, type SettingsOf } from "lib/commands/_chosen_settings.ts";
import { EVERY_OPTION, exitCodes, parseOptions } from "lib/commands/_parse_options.ts";
import { print } from "lib/commands/_print.ts";
import { claimOf, codeCells, titleOf } from "lib/notebooks/notebook.ts";
import { readNotebook } from "lib/notebooks/notebook_file.ts";
import { listNotebooks } from "lib/notebooks/order.ts";
import type { ReportNotebook } from "lib/report/collect_chapters.ts";
import { writeReport } from "lib/report/write_report.ts";
import type { Settings } from "lib/settings.ts";

const USAGE = `deno task report [options]

Builds one page of all graphs that notebooks have saved, and of the leaderboard.

  --profile NAME      whose graphs: sample, standard or full
${EVERY_OPTION}
${exitCodes("when the page was written", "when something is damaged or could not be written")}`;

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
async function graphsToShow(
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
 * Builds the page of all graphs that a profile has saved.
 *
 * @param settingsOf this process's settings, or those of the profile that is named, unless given
 * @returns the exit code
 * @throws {UsageError} for a wrong command line
 * @throws {UnwritableError} when the page cannot be written; the one before is left as it was
 */
export async function run(args: readonly string[], settingsOf?: SettingsOf): Promise<number> {
  const { profile, help } = parseOptions({
    args,
    options: { profile: { type: "string" }, help: { type: "boolean", default: false } },
  }).values;
  if (help) {
    print(USAGE.trimEnd());
    return 0;
  }
  const { summary, root, graphs } = chosenSettings(profile, settingsOf);
  print(summary);
  const shown = await graphsToShow({ root, graphs });
  await buildReport(join(root, "notebooks"), { root, graphs: shown });
  return 0;
}
