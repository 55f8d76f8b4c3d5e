import { basename, dirname, join, relative } from "node:path";
import { exists } from "lib/files.ts";
import { describeVariants } from "lib/loaders/models/_variants.ts";
import { ModelError } from "lib/loaders/models/model_error.ts";

/** Where a model's files lie: what `findModel` returns, or `filesIn` of a folder. */
export interface ModelFiles {
  /** Its name on the hub, `organisation/name`, if it has one. */
  readonly id?: string;
  /** The commit that its files are of, or the branch that was asked for, where one is known. */
  readonly revision?: string;
  /**
   * The path of a file such as `config.json`.
   *
   * @throws {ModelError} of the kind "no-file" when there is none; it names what else lies there
   */
  file(name: string): Promise<string>;
  /** Whether there is such a file: nothing is fetched for the answer. */
  has(name: string): Promise<boolean>;
}

/**
 * Says where a folder's files lie.
 *
 * @param model what errors call the model, its folder unless given
 */
export function filesIn(
  folder: string,
  { model = folder }: { readonly model?: string } = {},
): ModelFiles {
  const has = (name: string) => exists(join(folder, name));
  return {
    has,
    async file(name) {
      if (await has(name)) return join(folder, name);
      throw await missingFile(folder, name, { model });
    },
  };
}

/** What messages and tables call a model: its name on the hub, or its folder's. */
export async function modelName({ id, file }: Pick<ModelFiles, "id" | "file">): Promise<string> {
  return id ?? basename(dirname(await file("config.json")));
}

/** The error for a file that a folder lacks. */
async function missingFile(
  folder: string,
  file: string,
  { model }: { readonly model: string },
): Promise<ModelError> {
  const variants = describeVariants(file, await namesIn(folder));
  return new ModelError(
    `Cannot find ${file} of the model ${model}: ${folder} has no such file` +
      (variants === "" ? "" : `; ${variants}`),
    { kind: "no-file", model, file },
  );
}

/** Folders below a model's own that may hold files of it; published models have one or two. */
const DEEPEST = 4;

/**
 * Names of all files in a folder and in those below, with forward slashes. Links count as what they lead
 * to, and not at all where that is gone.
 */
export async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  const list = async (below: string, depth: number) => {
    for await (const entry of Deno.readDir(below)) {
      const path = join(below, entry.name);
      if (entry.isSymlink && !await exists(path)) continue;
      const { isDirectory } = entry.isSymlink ? await Deno.stat(path) : entry;
      if (!isDirectory) names.push(relative(folder, path).replaceAll("\\", "/"));
      else if (depth < DEEPEST) await list(path, depth + 1); // links may lead in a circle
    }
  };
  if (await exists(folder)) await list(folder, 0);
  return names.sort();
}
