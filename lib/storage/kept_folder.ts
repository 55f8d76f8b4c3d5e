import { join } from "node:path";
import { exists } from "lib/files.ts";
import { readOrMake } from "lib/storage/damage.ts";
import {
  type FolderKey,
  keyedPath,
  nameOlderFolders,
  openKeyedFolder,
} from "lib/storage/keyed_folder.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

/** Where the digests of weights and clips are remembered, beside the kept folders. */
export const FILE_DIGESTS = "file-digests.jsonl";

/** Something of several files in a keyed folder of its own. */
export interface KeptFolder<T> {
  /** The file that is written last and says that all is there. */
  readonly last: string;
  /** Reads it; throws a SyntaxError where a file is damaged, or NotFound where one is missing. */
  readonly read: (folder: string) => Promise<T>;
  /** Makes it, from what does not lie in the folder. */
  readonly make: () => Promise<T>;
  /** Writes what was made. */
  readonly write: (folder: string, made: T) => Promise<void>;
}

/** What was read or made, and where it is kept, if it is. */
export interface Kept<T> {
  readonly value: T;
  readonly folder?: string;
}

/**
 * Reads what is kept in the folder of a key, or makes and keeps it; a damaged folder is set aside as a
 * whole. Where nothing can be written, nothing is kept.
 *
 * @throws what `make` throws, and what `read` throws beside SyntaxErrors and NotFound
 */
export async function keptOrMade<T>(
  parent: string,
  key: FolderKey,
  { last, read, make, write }: KeptFolder<T>,
): Promise<Kept<T>> {
  const path = keyedPath(parent, key);
  const readStrictly = async (): Promise<Kept<T>> => ({
    value: await orIncomplete(path, () => read(path)),
    folder: path,
  });
  const makeAndKeep = async (): Promise<Kept<T>> => {
    if (!await exists(path)) await nameOlderFolders(parent, key);
    const value = await make();
    const isKept = await keepIfPossible(async () =>
      await write(await openKeyedFolder(parent, key), value)
    );
    return { value, ...(isKept && { folder: path }) };
  };
  if (!await exists(join(path, last))) return await makeAndKeep(); // a killed process left the rest
  return await readOrMake({ path, read: readStrictly, make: makeAndKeep });
}

async function orIncomplete<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new SyntaxError(`Cannot read ${path}: one of its files is missing`, { cause: error });
  }
}
