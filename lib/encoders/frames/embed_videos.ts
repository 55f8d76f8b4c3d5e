import { type ClipRows, createClipRows } from "lib/encoders/frames/_clip_rows.ts";
import { createFrameBatch, type FrameBatch } from "lib/encoders/frames/_frame_batch.ts";
import { type OpenClip, openClips } from "lib/encoders/frames/_open_clips.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import type { Extraction } from "lib/encoders/extraction.ts";
import type { FeatureStore } from "lib/encoders/store.ts";
import { type Decoder, startDecoder } from "lib/loaders/clips/decoder.ts";
import { type Ffmpeg, FfmpegError } from "lib/loaders/clips/ffmpeg.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";

/** What became of one clip. */
export type EmbedOutcome =
  | { readonly kind: "encoded"; readonly video: VideoFile; readonly frames: number }
  | { readonly kind: "done before"; readonly video: VideoFile }
  | { readonly kind: "failed"; readonly video: VideoFile; readonly reason: string };

/** What `embedVideos` works with. */
export interface EmbedOptions extends Omit<Extraction, "encoder"> {
  readonly encoder: FrameEncoder;
  readonly store: FeatureStore;
  readonly ffmpeg: Ffmpeg;
  /** Gives up on a clip that yields nothing for this long, in seconds. @default 60 */
  readonly stallSeconds?: number;
}

/** A clip between its first frame and its file. */
interface ClipUnderWay extends OpenClip {
  readonly rows: ClipRows;
}

/**
 * Encodes the frames of clips into a store and tells what became of each, as soon as it is known.
 *
 * Decoding goes on beside encoding, batches are filled across clips, and what is finished, here or
 * by another process meanwhile, is not done again. A clip that cannot be decoded fails alone;
 * a broken encoder or a full disk ends the run.
 */
export async function* embedVideos(
  videos: readonly VideoFile[],
  options: EmbedOptions,
): AsyncGenerator<EmbedOutcome> {
  const { encoder, ffmpeg, fps, stallSeconds, store } = options;
  const { geometry } = encoder;
  const decoder = startDecoder({ ffmpeg, geometry, fps, stallSeconds });
  try {
    const busy = yield* embedFreeVideos(videos, options, decoder);
    for (let left = busy.shift(); left; left = busy.shift()) {
      await store.untilFree(left.videoId);
      busy.push(...yield* embedFreeVideos([left], options, decoder));
    }
  } finally {
    decoder.close();
  }
  await store.sweep();
}

/** Encodes the clips that no other process has, and returns the others. */
async function* embedFreeVideos(
  videos: readonly VideoFile[],
  options: EmbedOptions,
  decoder: Decoder,
): AsyncGenerator<EmbedOutcome, VideoFile[]> {
  const { encoder, store, reuseBelow } = options;
  const busy: VideoFile[] = [];
  const outcomes: EmbedOutcome[] = [];
  const underWay = new Set<ClipUnderWay>();
  const batch = createFrameBatch<ClipUnderWay>(encoder, ({ rows }, row) => rows.put(row));
  const clips = openClips(videos, {
    store,
    decoder,
    onDone: (video) => outcomes.push({ kind: "done before", video }),
    onBusy: (video) => busy.push(video),
  });
  try {
    for await (const opened of clips) {
      const clip = { ...opened, rows: createClipRows(encoder.columns, reuseBelow) };
      underWay.add(clip);
      const reason = yield* readClip(clip, batch, () => finishComplete(underWay, options));
      if (reason !== undefined) {
        underWay.delete(clip);
        await clip.claim.release();
        yield { kind: "failed", video: clip.video, reason };
      }
      yield* finishComplete(underWay, options);
      yield* outcomes.splice(0);
    }
    await batch.flush();
    yield* finishComplete(underWay, options);
    yield* outcomes;
    return busy;
  } finally {
    for (const { claim } of underWay) await claim.release();
  }
}

/**
 * Puts a clip's frames into the batch.
 *
 * @param finish what to do whenever features came in
 * @returns what is wrong with the clip, if something is
 */
async function* readClip(
  clip: ClipUnderWay,
  batch: FrameBatch<ClipUnderWay>,
  finish: () => AsyncGenerator<EmbedOutcome>,
): AsyncGenerator<EmbedOutcome, string | undefined> {
  try {
    for await (const item of framesInClip(clip)) {
      if (await batch.add(clip, item)) yield* finish();
    }
    clip.rows.end();
  } catch (error) {
    if (!(error instanceof FfmpegError)) throw error;
    batch.drop(clip);
    return error.reason;
  }
}

/** The frames of a clip that have to be encoded. */
async function* framesInClip({ frames, rows }: ClipUnderWay) {
  let previous;
  for await (const frame of frames) {
    if (rows.next(frame)) yield { frame, previous };
    previous = frame;
  }
}

async function* finishComplete(
  underWay: Set<ClipUnderWay>,
  options: EmbedOptions,
): AsyncGenerator<EmbedOutcome> {
  const { encoder, ffmpeg, fps, reuseBelow, store } = options;
  for (const clip of underWay) {
    if (!clip.rows.complete()) continue;
    const { video } = clip;
    const features = clip.rows.result();
    const attributes = {
      encoder: encoder.name,
      ...encoder.identity,
      fps,
      reuseBelow,
      decoder: `ffmpeg ${ffmpeg.version}`,
      ...clip.source,
    };
    await store.write(video.videoId, { ...features, attributes });
    underWay.delete(clip);
    await clip.claim.release();
    yield { kind: "encoded", video, frames: features.embeddings.rows };
  }
}
