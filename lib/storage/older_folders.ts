import { basename, join } from "node:path";
import { exists } from "lib/files.ts";
import { sayOnce } from "lib/progress.ts";
import { type FolderKey, IDENTITY_FILE, keyedPath } from "lib/storage/keyed_folder.ts";

/**
 * Names folders in `parent` that an older version kept under a key's name and that do not say what
 * they hold: they are not used, and left alone.
 */
export async function nameOlderFolders(parent: string, key: FolderKey): Promise<void> {
  if (!await exists(parent)) return;
  const name = basename(keyedPath(parent, key)).replace(/[0-9a-f]+$/, "");
  for await (const entry of Deno.readDir(parent)) {
    const isOurs = entry.isDirectory && entry.name.startsWith(name) &&
      /^[0-9a-f]{8,16}$/.test(entry.name.slice(name.length));
    if (!isOurs || await exists(join(parent, entry.name, IDENTITY_FILE))) continue;
    sayOnce(
      `${join(parent, entry.name)} is of an older form: not used, and kept until you remove it`,
    );
  }
}
