import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import type { KnownClip } from "lib/scoring/clips/clip_model.ts";
import type { Measured } from "lib/scoring/measured.ts";
import { openSafetensors, type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
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
}

type Part = "pictures" | "sound";

const PARTS: readonly Part[] = ["pictures", "sound"];
const [JSON_FILE, ARRAYS_FILE] = ["clips.json", "clips.safetensors"];

/** Writes clips into a folder of their own; `clips.json` comes last and says that all is there. */
export async function writeKeptClips(folder: string, kept: KeptClips): Promise<void> {
  const { parts, measured } = kept;
  const itemsOf = (part: Part) => parts.map((clip) => clip[part]);
  const arrays = PARTS.map((part) => [part, joined(itemsOf(part))] as const);
  await writeSafetensors(join(folder, ARRAYS_FILE), new Map(arrays));
  const counts = (part: Part) => itemsOf(part).map((item) => item?.rows ?? -1);
  const json: KeptJson = {
    rows: { pictures: counts("pictures"), sound: counts("sound") },
    measured,
  };
  await writeAtomic(join(folder, JSON_FILE), JSON.stringify(json));
}

/**
 * Reads clips that `writeKeptClips` wrote, or nothing where none are there.
 *
 * @throws {SyntaxError} when a file is broken
 */
export async function readKeptClips(folder: string): Promise<KeptClips | undefined> {
  if (!await exists(join(folder, JSON_FILE))) return undefined;
  const { rows, measured }: KeptJson = JSON.parse(
    await Deno.readTextFile(join(folder, JSON_FILE)),
  );
  const arrays = await openSafetensors(join(folder, ARRAYS_FILE));
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
