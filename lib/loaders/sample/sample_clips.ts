import { join } from "node:path";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { type VideoFile, videoFileName } from "lib/loaders/clips/video_folder.ts";
import { clipsKey } from "lib/loaders/sample/_clips_key.ts";
import { renderClip, SCRATCH_PREFIX } from "lib/loaders/sample/_render_clip.ts";
import {
  findUnusable,
  type Memory,
  openRendered,
  readRendered,
} from "lib/loaders/sample/_rendered_clips.ts";
import type { SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import { type Progress, sayOnce, startProgress } from "lib/progress.ts";
import { setAside } from "lib/storage/damage.ts";
import { keyedPath, openKeyedFolder } from "lib/storage/keyed_folder.ts";
import { underClaim } from "lib/storage/claim.ts";

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
 * The same videos give the same bytes with the same ffmpeg. Clips that are still what was rendered are
 * kept, without a write where that is all of them; a run that was interrupted goes on where it stopped,
 * and damaged clips are set aside and rendered again. Of several processes one renders.
 *
 * @throws {RangeError} when `parallel` is no positive whole number
 * @throws {FfmpegError} when ffmpeg cannot encode a clip
 * @throws {UnwritableError} when a clip has to be rendered and the folder cannot be written
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
  const key = clipsKey(videos, { ffmpeg });
  const folder = keyedPath(options.folder, key);
  const files = videos.map(({ videoId }) => ({
    videoId,
    path: join(folder, videoFileName(videoId)),
  }));
  const claimed = {
    lock: join(folder, "rendering.lock"),
    doing: "renders the sample clips",
  };
  while ((await findUnusable(files, await readRendered(folder))).length > 0) {
    await openKeyedFolder(options.folder, key);
    await sayWhatIsUnused(options.folder);
    const isDone = await underClaim(claimed, async () => {
      await sweep(folder);
      await renderMissing({ folder, videos, files }, { ffmpeg, parallel });
    });
    if (isDone) break; // else another process has rendered meanwhile, as far as it came
  }
  return { folder, files };
}

/** Names the folders, once for all, in which versions before digests kept clips. */
async function sayWhatIsUnused(parent: string): Promise<void> {
  const names = await Array.fromAsync(Deno.readDir(parent), ({ name }) => name);
  const older = names.filter((name) => /^[0-9a-f]{8}$/.test(name)).sort();
  if (older.length === 0) return;
  sayOnce(
    `${parent} holds sample clips of an older form, which are not used and can be removed: ` +
      older.join(", "),
  );
}

/** Removes what killed processes left; nobody else is at work. */
async function sweep(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith(SCRATCH_PREFIX) && !name.endsWith(".partial")) continue;
    await Deno.remove(join(folder, name), { recursive: true });
  }
}

/** What all that render share. */
interface Tools {
  readonly memory: Memory;
  readonly progress: Progress;
  readonly ffmpeg: Ffmpeg;
}

async function renderMissing(
  { folder, videos, files }: SampleClips & { videos: readonly SampleVideo[] },
  { ffmpeg, parallel }: { ffmpeg: Ffmpeg; parallel: number },
): Promise<void> {
  const memory = await openRendered(folder);
  const unusable = await findUnusable(files, memory.clips);
  if (unusable.length === 0) return; // another process was faster
  for (const { path, problem } of unusable) if (problem) await setAside(path, problem);
  const byId = new Map(videos.map((video) => [video.videoId, video]));
  const progress = startProgress("Sample clips", {
    total: videos.length,
    done: videos.length - unusable.length,
    unit: "clips",
  });
  const queue = unusable.values().map(({ videoId, path }) => ({ path, video: byId.get(videoId)! }));
  const tools = { memory, progress, ffmpeg };
  const renderers = Array.from({ length: parallel }, () => work(queue, tools));
  const ends = await Promise.allSettled(renderers); // nobody is left at work when an error is thrown
  progress.stop();
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** Renders clips until the queue, which others share, is empty; an error empties it. */
async function work(
  queue: Iterable<{ path: string; video: SampleVideo }>,
  { memory, progress, ffmpeg }: Tools,
): Promise<void> {
  for (const { path, video } of queue) {
    await memory.add(video.videoId, await renderClip(path, video, { ffmpeg }));
    progress.advance();
  }
}
