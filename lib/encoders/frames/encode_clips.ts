import { type FailedClip, failuresOf } from "lib/encoders/_failures.ts";
import { embedVideos } from "lib/encoders/frames/embed_videos.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import { openStoreOrMemory } from "lib/encoders/_memory_store.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";
import type { Sequences } from "lib/types.ts";

/** How `encodeClips` encodes. */
export interface EncodeClipsOptions {
  readonly encoder: FrameEncoder;
  /** Frames a second. */
  readonly fps: number;
  readonly ffmpeg: Ffmpeg;
  /** Folder in which finished clips are kept, one folder in it for each encoder and rate. */
  readonly folder: string;
}

/** What became of clips. */
export interface EncodedClips {
  /** Positions of the clips that could be encoded, ascending. */
  readonly rows: readonly number[];
  /** One item [F, D] for each of `rows`. */
  readonly features: Sequences;
  /** When each frame of each item is shown. */
  readonly timestampsMs: readonly Float64Array[];
  /** The clips that could not, and why. */
  readonly failed: readonly FailedClip[];
}

/** Encodes clips frame by frame, or reads what an earlier run kept of them. */
export async function encodeClips(
  files: readonly VideoFile[],
  { encoder, fps, ffmpeg, folder }: EncodeClipsOptions,
): Promise<EncodedClips> {
  const extraction = { encoder, fps, reuseBelow: 0, ffmpeg };
  const store = await openStoreOrMemory(folder, extraction);
  const outcomes = embedVideos(files, { ...extraction, store });
  const failed = await failuresOf(outcomes, { total: files.length, label: encoder.name });
  const broken = new Set(failed.map(({ videoId }) => videoId));
  const rows = [...files.keys()].filter((row) => !broken.has(files[row]!.videoId));
  const clips = await Array.fromAsync(rows, (row) => store.read(files[row]!.videoId));
  const items = clips.map(({ embeddings }) => embeddings);
  const timestampsMs = clips.map((clip) =>
    clip.timestampsMs ?? Float64Array.from(
      { length: clip.embeddings.rows },
      (_, frame) => 1000 * frame / fps,
    )
  );
  const { columns } = encoder;
  return {
    rows,
    features: { kind: "sequences", rows: rows.length, columns, items },
    timestampsMs,
    failed,
  };
}
