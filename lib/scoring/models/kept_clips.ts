import { extractionKey } from "lib/encoders/extraction.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import type { FittedClips } from "lib/scoring/models/fit_clips.ts";
import { poolIdentity, type TrainingPool } from "lib/scoring/models/training_pool.ts";
import { PARTS_FPS } from "lib/scoring/models/video_parts.ts";
import { digestOf } from "lib/storage/digest.ts";
import type { FolderKey } from "lib/storage/keyed_folder.ts";
import type { StoredTensor } from "lib/storage/safetensors.ts";
import { readSealedArrays, writeSealedArrays } from "lib/storage/sealed_arrays.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Counted up whenever the same clips give another model, or it is kept in another form. */
const CLIP_MODEL_VERSION = 2;

/** All that tells fitted clips from their neighbours. */
export function clipModelKey(
  pool: TrainingPool,
  { clips, ffmpeg }: {
    /** SHA-256 of each of the pool's clips that can be read. */
    readonly clips: readonly (string | undefined)[];
    readonly ffmpeg: Pick<Ffmpeg, "version">;
  },
): FolderKey {
  const extraction = { fps: PARTS_FPS, reuseBelow: 0, ffmpeg };
  return {
    name: "clips",
    identity: {
      version: CLIP_MODEL_VERSION,
      pictures: extractionKey({ ...extraction, encoder: frameStats }).identity,
      sound: extractionKey({ ...extraction, encoder: logMelStats }).identity,
      clips: digestOf(clips),
      ...poolIdentity(pool),
    },
  };
}

/** The name of kept clips' files. */
export const CLIP_FILES = "clips";

type Part = keyof FittedClips["parts"][number];

const PARTS: readonly Part[] = ["pictures", "sound"];

/** The part of kept clips that is JSON. */
interface KeptContent {
  /** By part, how many rows each clip has, and -1 where it lacks the part. */
  readonly rows: Readonly<Record<Part, readonly number[]>>;
  readonly measured: FittedClips["performances"];
}

/**
 * Writes clips into a folder of their own.
 *
 * @throws {UnwritableError} when they cannot be written
 */
export async function writeClips(
  folder: string,
  { parts, performances }: FittedClips,
): Promise<void> {
  const itemsOf = (part: Part) => parts.map((clip) => clip[part]);
  const counts = (part: Part) => itemsOf(part).map((item) => item?.rows ?? -1);
  const content: KeptContent = {
    rows: { pictures: counts("pictures"), sound: counts("sound") },
    measured: performances,
  };
  const arrays = new Map(PARTS.map((part) => [part, joined(itemsOf(part))] as const));
  await writeSealedArrays(folder, { name: CLIP_FILES, content, arrays });
}

/**
 * Reads what `writeClips` wrote.
 *
 * @throws {SyntaxError} when a file is damaged, or they do not belong together
 * @throws {Deno.errors.NotFound} when a file is missing
 */
export async function readClips(folder: string): Promise<FittedClips> {
  const { content, arrays } = await readSealedArrays<KeptContent>(folder, CLIP_FILES);
  const [pictures, sound] = PARTS.map((part) => cut(arrays.get(part)!, content.rows[part]));
  const parts = pictures!.map((item, i) => ({ pictures: item, sound: sound![i] }));
  return { parts, performances: content.measured };
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
