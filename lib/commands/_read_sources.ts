import { join, relative } from "node:path";

/**
 * Reads the code of every `.ts` file of a folder, however deep, by its path from the project's folder
 * with forward slashes, in alphabetical order.
 *
 * @param root the project's folder
 */
export async function readSources(root: string, folder: string): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  const visit = async (path: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(path)) {
      const inside = join(path, name);
      if (isDirectory) await visit(inside);
      else if (name.endsWith(".ts")) {
        const key = relative(root, inside).replaceAll("\\", "/");
        sources.set(key, await Deno.readTextFile(inside));
      }
    }
  };
  await visit(join(root, folder));
  return new Map([...sources].sort());
}
