import { type FailedClip, failuresOf } from "lib/encoders/_failures.ts";
import { embedSounds } from "lib/encoders/sound/embed_sounds.ts";
import type { SoundEncoder } from "lib/encoders/sound/sound_encoder.ts";
import { openStoreOrMemory } from "lib/encoders/_memory_store.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";
import type { Sequences } from "lib/types.ts";

/** How `encodeSounds` encodes. */
export interface EncodeSoundsOptions {
  readonly encoder: SoundEncoder;
  /** Rows a second. */
  readonly fps: number;
  readonly ffmpeg: Ffmpeg;
  /** Folder in which finished clips are kept, one folder in it for each encoder and rate. */
  readonly folder: string;
}

/** What became of clips' sound. */
export interface EncodedSounds {
  /** Positions of the clips that could be read, ascending; a clip without a sound track is one. */
  readonly rows: readonly number[];
  /** One item [F, D] for each of `rows`; of no rows where a clip has no sound track. */
  readonly features: Sequences;
  /** For each of `rows` 1 where the clip has sound, 0 where its item has no rows. */
  readonly present: Uint8Array;
  /** The clips that could not, and why. */
  readonly failed: readonly FailedClip[];
}

/** Encodes clips' sound, or reads what an earlier run kept of it. */
export async function encodeSounds(
  files: readonly VideoFile[],
  { encoder, fps, ffmpeg, folder }: EncodeSoundsOptions,
): Promise<EncodedSounds> {
  const store = await openStoreOrMemory(folder, { encoder, fps, reuseBelow: 0, ffmpeg });
  const outcomes = embedSounds(files, { encoder, fps, store, ffmpeg });
  const failed = await failuresOf(outcomes, { total: files.length, label: encoder.name });
  const broken = new Set(failed.map(({ videoId }) => videoId));
  const rows = [...files.keys()].filter((row) => !broken.has(files[row]!.videoId));
  const items = await Array.fromAsync(
    rows,
    async (row) => (await store.read(files[row]!.videoId)).embeddings,
  );
  return {
    rows,
    features: { kind: "sequences", rows: rows.length, columns: encoder.columns, items },
    present: Uint8Array.from(items, (item) => item.rows > 0 ? 1 : 0),
    failed,
  };
}
