import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { digestOfFile } from "lib/storage/file_digests.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";

/** What a folder was made from, and by which its files are known to be whole. */
interface Manifest {
  readonly identity: Readonly<Record<string, unknown>>;
  /** SHA-256 by the file's name. */
  readonly files: Readonly<Record<string, string>>;
}

const MANIFEST = "made_from.json";

/** Whether a folder was once written to its end. */
export function hasManifest(folder: string): Promise<boolean> {
  return exists(join(folder, MANIFEST));
}

/** Writes what a folder was made from, and the digest of each of its files. */
export async function writeManifest(
  folder: string,
  { identity, files }: Pick<Manifest, "identity"> & { readonly files: readonly string[] },
): Promise<void> {
  const digests: Record<string, string> = {};
  for (const name of files) digests[name] = await digestOfFile(join(folder, name));
  const manifest: Manifest = { identity, files: digests };
  await writeAtomic(join(folder, MANIFEST), sealed(manifest));
}

/**
 * Compares a folder's files with its manifest.
 *
 * @throws {SyntaxError} when one is missing or not what was written
 */
export async function checkManifest(folder: string): Promise<void> {
  const path = join(folder, MANIFEST);
  const { files } = parseSealed(await Deno.readTextFile(path), path) as Manifest;
  for (const [name, digest] of Object.entries(files)) {
    const file = join(folder, name);
    if (await exists(file) && await digestOfFile(file) === digest) continue;
    const expected = `${digest.slice(0, 8)}…`;
    throw new SyntaxError(`${file}: expected the file that was written, of SHA-256 ${expected}`);
  }
}
