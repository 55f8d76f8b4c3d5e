import { dirname } from "node:path";
import { partialOf, sweepPartials } from "lib/partial_files.ts";

/** Something could not be written; the message names the folder and the cause. */
export class UnwritableError extends Error {
  override readonly name = "UnwritableError";

  /** @param path what was to be written */
  constructor(readonly path: string, cause: unknown) {
    super(`Cannot write to ${dirname(path)}: ${causeOf(cause)}`, { cause });
  }
}

/** Why a system refuses to write, by its error code. */
const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  ENOTDIR: "a file stands where a folder is expected",
  EEXIST: "a file stands where a folder is expected",
  EISDIR: "a folder stands where a file is expected",
  ENAMETOOLONG: "the name is too long",
  EIO: "the disk reports an error",
};

function causeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return CAUSES[code];
}

/**
 * Awaits work that writes a path.
 *
 * @throws {UnwritableError} in place of an error by which the system refuses to write
 */
export async function writingTo<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw causeOf(error) === undefined ? error : new UnwritableError(path, error);
  }
}

/**
 * Writes a file so that a reader sees either the old content or all of the new.
 *
 * Missing folders are made. The content goes to a neighbour of its own name first and is then
 * renamed, which the operating system does at once. What killed processes left of such neighbours
 * is removed.
 *
 * @throws {UnwritableError} when the system refuses; what was there before is left alone
 */
export function writeAtomic(path: string, content: string | Uint8Array): Promise<void> {
  return writingTo(path, async () => {
    await Deno.mkdir(dirname(path), { recursive: true });
    await sweepPartials(path);
    const partial = partialOf(path);
    try {
      using file = await Deno.open(partial, { write: true, createNew: true });
      await file.lock(true); // freed however this process ends, which tells a leftover
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
      await file.syncData();
      await Deno.rename(partial, path);
    } catch (error) {
      await Deno.remove(partial).catch(() => {}); // never made, or the disk refuses: the cause is thrown
      throw error;
    }
  });
}

/** Whether something lies at a path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
  }
}

/**
 * Returns a name taken from data if it can be a file's name on every system.
 *
 * @throws {RangeError} when it is empty, over 120 characters, starts with a dot or holds anything
 * but letters, digits, space and `._-+()`
 */
export function safeFileName(name: string): string {
  if (!/^[\p{L}\p{N}_+(-][\p{L}\p{N} ._+()-]{0,119}$/u.test(name) || /[ .]$/.test(name)) {
    throw new RangeError(
      `Cannot use ${JSON.stringify(name)} as a file name: ` +
        "expected 1 to 120 letters, digits, spaces or ._-+() with no dot first",
    );
  }
  return name;
}
