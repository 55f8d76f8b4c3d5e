import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import type { KnownClip } from "lib/scoring/clips/clip_model.ts";
import type { Measured } from "lib/scoring/measured.ts";
import { digestOfFile } from "lib/storage/file_digests.ts";
import { openSafetensors, type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";
import type { DenseMatrix, Video } from "lib/types.ts";

/** Known clips' parts, and what a model of them is worth. */
export interface KeptClips {
  /** In the order of the known videos. */
  readonly parts: readonly Pick<KnownClip, "pictures" | "sound">[];
  /** The model on clips it has not seen, by the parts that a clip has, such as "words,sound". */
  readonly measured: Readonly<Record<string, Measured>>;
}

/** Numbers by which a part's rows are found again: how many each clip has, -1 where it lacks it. */
interface KeptJson extends Omit<KeptClips, "parts"> {
  readonly rows: Readonly<Record<Part, readonly number[]>>;
  /** SHA-256 of the file beside it. */
  readonly arrays: string;
}

type Part = "pictures" | "sound";

const PARTS: readonly Part[] = ["pictures", "sound"];
/** The file of kept clips that is written last and says that all is there. */
export const CLIPS_FILE = "clips.json";
const ARRAYS_FILE = "clips.safetensors";

/**
 * Writes clips into a folder of their own; `clips.json` comes last and says that all is there.
 *
 * @throws {UnwritableError} when they cannot be written
 */
export async function writeKeptClips(folder: string, kept: KeptClips): Promise<void> {
  const { parts, measured } = kept;
  const itemsOf = (part: Part) => parts.map((clip) => clip[part]);
  const arrays = PARTS.map((part) => [part, joined(itemsOf(part))] as const);
  const path = join(folder, ARRAYS_FILE);
  await writeSafetensors(path, new Map(arrays));
  const counts = (part: Part) => itemsOf(part).map((item) => item?.rows ?? -1);
  const json: KeptJson = {
    rows: { pictures: counts("pictures"), sound: counts("sound") },
    measured,
    arrays: await digestOfFile(path),
  };
  await writeAtomic(join(folder, CLIPS_FILE), sealed(json));
}

/**
 * Reads clips that `writeKeptClips` wrote.
 *
 * @throws {SyntaxError} when a file is damaged, or they do not belong together
 * @throws {Deno.errors.NotFound} when a file is missing
 */
export async function readKeptClips(folder: string): Promise<KeptClips> {
  const jsonPath = join(folder, CLIPS_FILE);
  const json = parseSealed(await Deno.readTextFile(jsonPath), jsonPath) as KeptJson;
  const { rows, measured } = json;
  const path = join(folder, ARRAYS_FILE);
  const arrays = await openSafetensors(path);
  if (await digestOfFile(path) !== json.arrays) {
    throw new SyntaxError(
      `Cannot read ${path}: it is not the file that ${CLIPS_FILE} was written for`,
    );
  }
  const pictures = cut(await arrays.read("pictures"), rows.pictures);
  const sound = cut(await arrays.read("sound"), rows.sound);
  const parts = pictures.map((item, i) => ({ pictures: item, sound: sound[i] }));
  return { parts, measured };
}

/** Sets known videos beside their parts. */
export function knownClips(
  videos: readonly Video[],
  { parts, groups }: Pick<KeptClips, "parts"> & { readonly groups: readonly string[] },
): KnownClip[] {
  return videos.map(({ transcript, scores }, i) => ({
    text: transcript,
    scores,
    group: groups[i]!,
    ...parts[i]!,
  }));
}

function joined(items: readonly (DenseMatrix | undefined)[]): StoredTensor {
  const columns = items.find((item) => item !== undefined)?.columns ?? 0;
  const data = Float32Array.from(items.flatMap((item) => item ? [...item.data] : []));
  return { shape: [columns === 0 ? 0 : data.length / columns, columns], data };
}

function cut(
  { shape, data }: StoredTensor,
  counts: readonly number[],
): (DenseMatrix | undefined)[] {
  const columns = shape[1]!;
  let at = 0;
  return counts.map((rows) => {
    if (rows < 0) return undefined;
    const from = at;
    at += rows * columns;
    return { kind: "dense", rows, columns, data: data.subarray(from, at) };
  });
}
