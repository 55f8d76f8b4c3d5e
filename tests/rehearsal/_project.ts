import { dirname, join, relative } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { namesIn } from "lib/loaders/models/model_files.ts";
import { codeCells } from "lib/notebooks/notebook.ts";
import { readNotebook, writeNotebook } from "lib/notebooks/notebook_file.ts";
import { listNotebooks } from "lib/notebooks/order.ts";
import { digestOf } from "lib/storage/digest.ts";
import { BUDGET_CUTS } from "./_budget_cuts.ts";
import { cutNotebook } from "./_cut_cells.ts";

/** The program that uses one model by itself. */
export const USE_MODEL = "tests/rehearsal/use_model.ts";

/** What a run of the notebooks needs besides them. */
const COPIED = ["deno.json", "deno.lock", "lib", USE_MODEL];

/** The project as it stands, with budgets cut, in a folder of its own. */
export interface ProjectCopy {
  readonly folder: string;
  /** Notebooks in reading order. */
  readonly names: readonly string[];
  /** SHA-256 of its code and its notebooks' code. */
  readonly digest: string;
}

/**
 * Copies the project's code and notebooks, whose budgets it cuts; installed packages are shared, and
 * what earlier rehearsals left in the copy's `data/` and `graphs/` stays.
 *
 * @throws {RangeError} when a notebook lacks a budget that is to be cut
 */
export async function copyProject(root: string, folder: string): Promise<ProjectCopy> {
  const digests: Record<string, string> = {};
  for (const part of COPIED) {
    if (await exists(join(folder, part))) {
      await Deno.remove(join(folder, part), { recursive: true });
    }
    for (const path of await filesBelow(join(root, part))) {
      const name = relative(root, path).replaceAll("\\", "/");
      const content = await Deno.readFile(path);
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      await Deno.writeFile(join(folder, name), content);
      digests[name] = digestOf(content);
    }
  }
  const names = await listNotebooks(join(root, "notebooks"));
  for (const name of names) digests[name] = await copyNotebook(name, root, folder);
  await sharePackages(root, folder);
  return { folder, names, digest: digestOf(digests) };
}

async function filesBelow(path: string): Promise<string[]> {
  if ((await Deno.stat(path)).isFile) return [path];
  return (await namesIn(path)).map((name) => join(path, name));
}

async function copyNotebook(name: string, root: string, folder: string): Promise<string> {
  const file = join("notebooks", `${name}.ipynb`);
  const notebook = await readNotebook(join(root, file));
  const cut = cutNotebook(name, notebook, BUDGET_CUTS[name] ?? {});
  await writeNotebook(join(folder, file), cut);
  return digestOf(codeCells(cut).map(({ source }) => source));
}

async function sharePackages(root: string, folder: string): Promise<void> {
  const packages = join(folder, "node_modules");
  if (!await exists(packages)) await Deno.symlink(join(root, "node_modules"), packages);
  await writeAtomic(join(folder, ".gitignore"), "*\n");
}
