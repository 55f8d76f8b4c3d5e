import type { FailedClip } from "lib/encoders/_failures.ts";
import { encodeClips } from "lib/encoders/frames/encode_clips.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import { encodeSounds } from "lib/encoders/sound/encode_sounds.ts";
import type { SoundEncoder } from "lib/encoders/sound/sound_encoder.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** How `encodePicturesAndSound` encodes. */
export interface PicturesAndSoundOptions {
  readonly frameEncoder: FrameEncoder;
  readonly soundEncoder: SoundEncoder;
  /** Rows a second. */
  readonly fps: number;
  readonly ffmpeg: Ffmpeg;
  /** Folder in which finished clips are kept. */
  readonly folder: string;
}

/** Clips of which pictures or sound could be read, N of them. */
export interface PicturesAndSound {
  /** Their positions, ascending. */
  readonly rows: readonly number[];
  /** One item [F, D] a clip; of no rows where a clip has none. */
  readonly pictures: Sequences;
  readonly sound: Sequences;
  readonly failed: Readonly<Record<"pictures" | "sound", readonly FailedClip[]>>;
}

/** Encodes pictures and sound of clips, or reads what an earlier run kept, clip by clip side by side. */
export async function encodePicturesAndSound(
  files: readonly VideoFile[],
  { frameEncoder, soundEncoder, ...reading }: PicturesAndSoundOptions,
): Promise<PicturesAndSound> {
  const seen = await encodeClips(files, { ...reading, encoder: frameEncoder });
  const heard = await encodeSounds(files, { ...reading, encoder: soundEncoder });
  const [pictures, sound] = [itemsByRow(seen), itemsByRow(heard)];
  const rows = [...files.keys()].filter((row) => pictures.has(row) || sound.has(row));
  return {
    rows,
    pictures: gather(rows, pictures, frameEncoder.columns),
    sound: gather(rows, sound, soundEncoder.columns),
    failed: { pictures: seen.failed, sound: heard.failed },
  };
}

/** The items that have rows, by the position of their clip. */
function itemsByRow(
  { rows, features }: { readonly rows: readonly number[]; readonly features: Sequences },
): Map<number, DenseMatrix> {
  const items = rows.map((row, i) => [row, features.items[i]!] as const);
  return new Map(items.filter(([, item]) => item.rows > 0));
}

function gather(
  rows: readonly number[],
  items: ReadonlyMap<number, DenseMatrix>,
  columns: number,
): Sequences {
  const nothing: DenseMatrix = { kind: "dense", rows: 0, columns, data: new Float32Array() };
  const gathered = rows.map((row) => items.get(row) ?? nothing);
  return { kind: "sequences", rows: rows.length, columns, items: gathered };
}
