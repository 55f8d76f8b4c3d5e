import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { type Journal, openJournal, readJournal } from "lib/storage/journal.ts";
import { readOrMake } from "lib/storage/damage.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

/** SHA-256 of files, computed once for as long as a file's size and time stay what they were. */
export interface FileDigests {
  /**
   * In hex.
   *
   * @throws {Deno.errors.NotFound} when there is no such file
   */
  of(path: string): Promise<string>;
}

interface Remembered {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly sha256: string;
}

/** A file that was changed so lately may change once more without its time telling. */
const UNSETTLED_MS = 2000;

/**
 * Opens what is remembered of files' digests.
 *
 * @param memory JSON lines; made if missing, and again where damaged
 */
export async function openFileDigests(memory: string): Promise<FileDigests> {
  const entries = await readOrMake<Remembered[]>({
    path: memory,
    read: () => readJournal(memory),
    make: () => Promise.resolve([]),
  });
  const known = new Map(entries.map((entry) => [keyOf(entry), entry.sha256]));
  let opening: Promise<Journal<Remembered> | undefined> | undefined;
  return {
    async of(path) {
      const { size: bytes, mtime } = await Deno.stat(path);
      const modifiedMs = mtime?.getTime() ?? 0;
      const file = { path: resolve(path), bytes, modifiedMs };
      const remembered = known.get(keyOf(file));
      if (remembered !== undefined) return remembered;
      const sha256 = await digestOfFile(path);
      if (Date.now() - modifiedMs > UNSETTLED_MS) {
        known.set(keyOf(file), sha256);
        const isKept = await keepIfPossible(async () => {
          opening ??= openUndamaged(memory);
          await (await opening)?.append({ ...file, sha256 });
        });
        if (!isKept) opening = Promise.resolve(undefined); // half a line may stand there, and no more
      }
      return sha256;
    },
  };
}

/** Opens what can be added to; a damaged memory is left where it could not be set aside. */
async function openUndamaged(memory: string): Promise<Journal<Remembered> | undefined> {
  try {
    return await openJournal(memory);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** SHA-256 of a file in hex. */
export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  const buffer = new Uint8Array(1 << 20);
  for (let count; (count = await file.read(buffer)) !== null;) {
    hash.update(buffer.subarray(0, count));
  }
  return hash.digest("hex");
}

function keyOf({ path, bytes, modifiedMs }: Omit<Remembered, "sha256">): string {
  return JSON.stringify([path, bytes, modifiedMs]);
}
