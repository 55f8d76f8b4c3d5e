import { type AlignedFeatures, alignFeatures } from "lib/encoders/aligned_features.ts";
import { encodePicturesAndSound, type PicturesAndSound } from "lib/encoders/_pictures_and_sound.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import type { SoundEncoder } from "lib/encoders/sound/sound_encoder.ts";
import { encodeWords, type TokenEncoder } from "lib/encoders/text/word_vectors.ts";
import { timeClips } from "lib/encoders/_time_clips.ts";
import type { ClipWords, SpokenVideo } from "lib/loaders/captions/clip_words.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";
import { startProgress } from "lib/progress.ts";
import type { FailedClip } from "lib/encoders/_failures.ts";

/** Clips and what was said in them, in one order. */
export interface SpokenClips<V extends SpokenVideo> {
  readonly videos: readonly V[];
  readonly files: readonly VideoFile[];
}

/** How `encodeModalities` encodes. */
export interface EncodeModalitiesOptions {
  readonly frameEncoder: FrameEncoder;
  readonly soundEncoder: SoundEncoder;
  readonly tokenEncoder: TokenEncoder;
  /** Rows a second of pictures, sound and aligned features. @default 10 */
  readonly fps?: number;
  readonly ffmpeg: Ffmpeg;
  /** Folder in which pictures' and sound's features are kept. */
  readonly folder: string;
}

/** Something of a clip that could not be read, and why. */
export interface FailedModality extends FailedClip {
  readonly what: "pictures" | "sound" | "captions";
}

/** Clips by all they say to eye, mind and ear; N of them in every part. */
export interface EncodedModalities<V extends SpokenVideo>
  extends SpokenClips<V>, Omit<PicturesAndSound, "failed"> {
  /** When each clip's words are spoken, and where that is known from. */
  readonly words: readonly ClipWords[];
  /** 1 where a clip has the modality. */
  readonly present: Readonly<Record<"words" | "pictures" | "sound", Uint8Array>>;
  /** Pictures, words and sound on one clock. */
  readonly aligned: AlignedFeatures;
  /** All that could not be read, whether its clip is among `rows` or not. */
  readonly failed: readonly FailedModality[];
}

/**
 * Encodes clips' pictures, sound and words, or reads what an earlier run kept of the first two.
 *
 * A clip stays as long as its pictures or its sound can be read. Captions that cannot be read leave
 * the transcript's words, spread over the clip; see `clipWords`.
 *
 * @throws {TypeError} when the encoder of words gives another shape than it says
 */
export async function encodeModalities<V extends SpokenVideo>(
  { videos, files }: SpokenClips<V>,
  options: EncodeModalitiesOptions,
): Promise<EncodedModalities<V>> {
  const { tokenEncoder, fps = 10 } = options;
  const { rows, pictures, sound, failed } = await encodePicturesAndSound(files, {
    ...options,
    fps,
  });
  const kept = { videos: rows.map((row) => videos[row]!), files: rows.map((row) => files[row]!) };
  const durationsMs = rows.map((_, i) =>
    1000 / fps * (pictures.items[i]!.rows || sound.items[i]!.rows)
  );
  const timed = await timeClips(kept, durationsMs);
  const clips = { ...kept, pictures, sound, words: timed.words };
  return {
    ...clips,
    rows,
    present: {
      words: presence(timed.words.map(({ words }) => words.length)),
      pictures: presence(pictures.items.map((item) => item.rows)),
      sound: presence(sound.items.map((item) => item.rows)),
    },
    aligned: await align(clips, { tokenEncoder, fps }),
    failed: [
      ...failed.pictures.map((failure) => ({ ...failure, what: "pictures" as const })),
      ...failed.sound.map((failure) => ({ ...failure, what: "sound" as const })),
      ...timed.failed.map((failure) => ({ ...failure, what: "captions" as const })),
    ],
  };
}

function presence(counts: readonly number[]): Uint8Array {
  return Uint8Array.from(counts, (count) => count > 0 ? 1 : 0);
}

async function align(
  clips: Pick<EncodedModalities<SpokenVideo>, "files" | "pictures" | "sound" | "words">,
  { tokenEncoder, fps }: { readonly tokenEncoder: TokenEncoder; readonly fps: number },
): Promise<AlignedFeatures> {
  const { files, pictures, sound } = clips;
  const clipsOf = { total: files.length, unit: "clips", each: "a clip" };
  const progress = startProgress(tokenEncoder.name, clipsOf);
  const modalities = [];
  try {
    for (const [i, { videoId }] of files.entries()) {
      const { words } = clips.words[i]!;
      const vectors = await encodeWords(words.map(({ text }) => text), tokenEncoder);
      const text = { ...vectors, words };
      modalities.push({ videoId, visual: pictures.items[i], text, audio: sound.items[i] });
      progress.advance();
    }
  } finally {
    progress.stop();
  }
  const columns = {
    visual: pictures.columns,
    text: tokenEncoder.columns,
    audio: sound.columns,
  };
  return alignFeatures(modalities, { columns, fps });
}
