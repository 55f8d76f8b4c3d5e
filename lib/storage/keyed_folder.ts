import { basename, join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { sayOnce } from "lib/progress.ts";
import { shortDigestOf } from "lib/storage/digest.ts";

/** All that tells a folder of kept things from its neighbours. */
export interface FolderKey {
  /** A readable start of the folder's name; it decides nothing. */
  readonly name: string;
  /**
   * All that decides what the folder holds, as data with stable names: an explicit list, so that
   * rewriting the code that makes it leaves the key alone.
   */
  readonly identity: Readonly<Record<string, unknown>>;
}

/** The file in a keyed folder that spells its identity out. */
const IDENTITY_FILE = "identity.json";

/** The path of the folder in `parent` that belongs to an identity: `name-<digest>`. */
export function keyedPath(parent: string, { name, identity }: FolderKey): string {
  const readable = name.replace(/[^\w.-]+/g, "-").slice(0, 60);
  return join(parent, `${readable}-${shortDigestOf(identity)}`);
}

/**
 * Makes the folder in `parent` that belongs to an identity, which `identity.json` in it spells out.
 *
 * @returns its path
 * @throws {UnwritableError} when it cannot be made
 */
export async function openKeyedFolder(parent: string, key: FolderKey): Promise<string> {
  const folder = keyedPath(parent, key);
  const path = join(folder, IDENTITY_FILE);
  const text = `${JSON.stringify(key.identity, null, 2)}\n`;
  const isThere = await exists(path) && await Deno.readTextFile(path) === text;
  if (!isThere) await writeAtomic(path, text); // what is whole can be used where nothing can be written
  return folder;
}

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
