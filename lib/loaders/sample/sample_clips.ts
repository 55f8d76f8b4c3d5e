import { createHash } from "node:crypto";
import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { CLIP_FORMAT } from "lib/loaders/sample/_clip_format.ts";
import { CLIP_ENCODING, renderClip } from "lib/loaders/sample/_render_clip.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import type { SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import { type VideoFile, videoFileName } from "lib/loaders/clips/video_folder.ts";
import { type Progress, startProgress } from "lib/progress.ts";

/** Counted up whenever the same recipe is rendered into other pictures or sound. */
const RENDERING = 1;

/** How sample clips are rendered. */
export interface SampleClipsOptions {
  /** Where the clips' own folder is made, such as `join(settings.cache, "sample-clips")`. */
  folder: string;
  ffmpeg: Ffmpeg;
  /** Clips rendered at once. @default one for each processor */
  parallel?: number;
}

/** Rendered clips. */
export interface SampleClips {
  /** Holds these clips and no others; another corpus, rendering or ffmpeg has another one. */
  readonly folder: string;
  /** One a video, in the videos' order. */
  readonly files: readonly VideoFile[];
}

/**
 * Renders each sample video's clip, a few seconds of H.264 and AAC, from its recipe and words.
 *
 * The same videos give the same bytes with the same ffmpeg. Clips that exist are kept, and a run
 * that was interrupted goes on where it stopped.
 *
 * @throws {RangeError} when `parallel` is no positive whole number
 * @throws {FfmpegError} when ffmpeg cannot encode a clip
 */
export async function renderSampleClips(
  videos: readonly SampleVideo[],
  options: SampleClipsOptions,
): Promise<SampleClips> {
  const { ffmpeg, parallel = navigator.hardwareConcurrency } = options;
  if (!Number.isInteger(parallel) || parallel < 1) {
    throw new RangeError(
      `Cannot render sample clips: expected at least 1 in parallel, got ${parallel}`,
    );
  }
  const described = describeRendering(videos, ffmpeg);
  const digest = createHash("sha256").update(described).digest("hex").slice(0, 8);
  const folder = join(options.folder, digest);
  await writeAtomic(join(folder, "recipes.json"), described);
  const files = videos.map(({ videoId }) => ({
    videoId,
    path: join(folder, videoFileName(videoId)),
  }));
  await renderMissing({ videos, files }, { ffmpeg, parallel });
  return { folder, files };
}

/** All that decides the clips' bytes, as JSON. */
function describeRendering(videos: readonly SampleVideo[], ffmpeg: Ffmpeg): string {
  const made = { rendering: RENDERING, format: CLIP_FORMAT, encoding: CLIP_ENCODING };
  const clips = videos.map(({ videoId, recipe, words }) => ({
    videoId,
    words,
    durationMs: recipe.durationMs,
    pictures: recipe.pictures,
    sound: recipe.sound,
  }));
  return JSON.stringify({ ...made, ffmpeg: ffmpeg.version, clips });
}

async function renderMissing(
  { videos, files }: { videos: readonly SampleVideo[]; files: readonly VideoFile[] },
  { ffmpeg, parallel }: { ffmpeg: Ffmpeg; parallel: number },
): Promise<void> {
  const missing: number[] = [];
  for (const [i, { path }] of files.entries()) if (!await exists(path)) missing.push(i);
  if (missing.length === 0) return;
  const progress = startProgress("Sample clips", {
    total: videos.length,
    done: videos.length - missing.length,
    unit: "clips",
  });
  const queue = missing.values().map((i) => ({ path: files[i]!.path, video: videos[i]! }));
  const renderers = Array.from({ length: parallel }, () => work(queue, { ffmpeg, progress }));
  const ends = await Promise.allSettled(renderers); // nobody is left at work when an error is thrown
  progress.stop();
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** Renders clips until the queue, which others share, is empty; an error empties it. */
async function work(
  queue: Iterable<{ path: string; video: SampleVideo }>,
  { ffmpeg, progress }: { ffmpeg: Ffmpeg; progress: Progress },
): Promise<void> {
  for (const { path, video } of queue) {
    await renderClip(path, video, ffmpeg);
    progress.advance();
  }
}
