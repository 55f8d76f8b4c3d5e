import { join } from "node:path";
import { exists } from "lib/files.ts";

/** Bytes that a folder, if it is there, takes on its disk; what links lead to is not counted. */
export async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  if (!await exists(folder)) return bytes;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    const { size, blocks } = await Deno.lstat(path);
    bytes += isDirectory ? await bytesIn(path) : blocks === null ? size : 512 * blocks;
  }
  return bytes;
}
