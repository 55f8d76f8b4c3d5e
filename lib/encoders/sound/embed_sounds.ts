import { type SoundEncoder, spansOf } from "lib/encoders/sound/sound_encoder.ts";
import type { ClipFeatures } from "lib/encoders/clip_features.ts";
import type { FeatureStore } from "lib/encoders/store.ts";
import { readAudio } from "lib/loaders/clips/audio.ts";
import { type Ffmpeg, FfmpegError } from "lib/loaders/clips/ffmpeg.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";

/** What became of one clip's sound; a clip without a sound track is stored with no rows. */
export type EmbedSoundOutcome =
  | { readonly kind: "encoded"; readonly video: VideoFile; readonly rows: number }
  | { readonly kind: "no sound"; readonly video: VideoFile }
  | { readonly kind: "done before"; readonly video: VideoFile }
  | { readonly kind: "failed"; readonly video: VideoFile; readonly reason: string };

/** What `embedSounds` works with. */
export interface EmbedSoundsOptions {
  readonly encoder: SoundEncoder;
  readonly store: FeatureStore;
  readonly ffmpeg: Ffmpeg;
  /** Rows a second, such as the frames' rate. */
  readonly fps: number;
  /** Gives up on a clip that yields nothing for this long, in seconds. @default 60 */
  readonly stallSeconds?: number;
}

/**
 * Encodes the sound of clips into a store and tells what became of each.
 *
 * What is finished, here or by another process meanwhile, is not done again. A clip that cannot be
 * decoded fails alone; a broken encoder or a full disk ends the run.
 */
export async function* embedSounds(
  videos: readonly VideoFile[],
  options: EmbedSoundsOptions,
): AsyncGenerator<EmbedSoundOutcome> {
  const { store } = options;
  for (const video of videos) {
    let claim = await store.claim(video.videoId);
    while (!claim) {
      await store.untilFree(video.videoId);
      claim = await store.claim(video.videoId);
    }
    try {
      if (await store.has(video)) yield { kind: "done before", video };
      else yield await embedSound(video, options);
    } finally {
      await claim.release();
    }
  }
  await store.sweep();
}

async function embedSound(
  video: VideoFile,
  options: EmbedSoundsOptions,
): Promise<EmbedSoundOutcome> {
  const { encoder, store, ffmpeg, fps, stallSeconds } = options;
  const { sampleRateHz } = encoder;
  try {
    const source = await store.sourceOf(video);
    const sound = await readAudio(video.path, { ffmpeg, sampleRateHz, stallSeconds });
    const spans = sound ? spansOf(sound, fps) : [];
    const embeddings = await encoder.encode(spans);
    const timestampsMs = Float64Array.from(spans, ({ startMs }) => startMs);
    const attributes = attributesOf(source, options);
    await store.write(video.videoId, { embeddings, timestampsMs, attributes });
    return spans.length > 0
      ? { kind: "encoded", video, rows: spans.length }
      : { kind: "no sound", video };
  } catch (error) {
    if (!(error instanceof FfmpegError)) throw error;
    return { kind: "failed", video, reason: error.reason };
  }
}

function attributesOf(
  source: Readonly<Record<string, string>>,
  { encoder, ffmpeg, fps }: EmbedSoundsOptions,
): ClipFeatures["attributes"] {
  return {
    encoder: encoder.name,
    ...encoder.identity,
    fps,
    decoder: `ffmpeg ${ffmpeg.version}`,
    ...source,
  };
}
