import { join, relative, sep } from "node:path";
import { print } from "lib/commands/_print.ts";
import { claimOf, codeCells, titleOf } from "lib/notebooks/notebook.ts";
import { readNotebook } from "lib/notebooks/notebook_file.ts";
import { listNotebooks } from "lib/notebooks/order.ts";
import type { ReportNotebook } from "lib/report/collect_chapters.ts";
import { writeReport } from "lib/report/write_report.ts";
import { type Settings, settings } from "lib/settings.ts";

/** Writes the page of all graphs that are saved, of all notebooks of a folder, and names it. */
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

if (import.meta.main) {
  print(settings.summary);
  const { root } = settings;
  await buildReport(join(root, "notebooks"), { root, graphs: await graphsToShow(settings) });
}
