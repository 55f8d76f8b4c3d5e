import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import { digestOfFile } from "lib/storage/file_digests.ts";
import { openSafetensors, type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";

/** Numbers in bulk by name. */
export type Arrays = ReadonlyMap<string, StoredTensor>;

/** Something that is kept as `<name>.safetensors` and `<name>.json`. */
export interface SealedArrays<Content extends object> {
  readonly name: string;
  /** What is not in bulk, as JSON. */
  readonly content: Content;
  readonly arrays: Arrays;
}

/** What `<name>.json` holds beside the content: SHA-256 of the file beside it. */
interface WithDigest {
  readonly arrays: string;
}

/**
 * Writes both files; `<name>.json` comes last, names the other's digest and says that all is there.
 *
 * @throws {UnwritableError} when they cannot be written
 */
export async function writeSealedArrays<Content extends object>(
  folder: string,
  { name, content, arrays }: SealedArrays<Content>,
): Promise<void> {
  const path = join(folder, `${name}.safetensors`);
  await writeSafetensors(path, arrays);
  const json: Content & WithDigest = { ...content, arrays: await digestOfFile(path) };
  await writeAtomic(join(folder, `${name}.json`), sealed(json));
}

/**
 * Reads what `writeSealedArrays` wrote; the content is taken to be what was written.
 *
 * @throws {SyntaxError} when a file is damaged, or they do not belong together
 * @throws {Deno.errors.NotFound} when a file is missing
 */
export async function readSealedArrays<Content extends object>(
  folder: string,
  name: string,
): Promise<SealedArrays<Content>> {
  const jsonPath = join(folder, `${name}.json`);
  const content = parseSealed(await Deno.readTextFile(jsonPath), jsonPath) as Content & WithDigest;
  const path = join(folder, `${name}.safetensors`);
  const file = await openSafetensors(path);
  if (await digestOfFile(path) !== content.arrays) {
    throw new SyntaxError(
      `Cannot read ${path}: it is not the file that ${name}.json was written for`,
    );
  }
  const arrays = new Map<string, StoredTensor>();
  for (const array of file.shapes.keys()) arrays.set(array, await file.read(array));
  return { name, content, arrays };
}
