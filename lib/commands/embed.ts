import {
  EMBED_USAGE,
  type EmbedArguments,
  readEmbedArguments,
} from "lib/commands/_embed_arguments.ts";
import { print } from "lib/commands/_print.ts";
import { type EmbedOutcome, embedVideos } from "lib/encoders/frames/embed_videos.ts";
import { openFrameEncoder } from "lib/encoders/frames/frame_encoders.ts";
import { type EmbedSoundOutcome, embedSounds } from "lib/encoders/sound/embed_sounds.ts";
import { openSoundEncoder } from "lib/encoders/sound/sound_encoders.ts";
import { type FeatureStore, openFeatureStore } from "lib/encoders/store.ts";
import { type Ffmpeg, findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { listVideos, type VideoFile } from "lib/loaders/clips/video_folder.ts";
import { startProgress } from "lib/progress.ts";
import { settings } from "lib/settings.ts";

type Outcome = EmbedOutcome | EmbedSoundOutcome;

/** An open encoder's work. */
interface Job {
  readonly store: FeatureStore;
  /** One row of features stands for one of these. */
  readonly unit: "frames" | "rows of sound";
  encode(videos: readonly VideoFile[]): AsyncIterable<Outcome>;
}

/**
 * Runs the command.
 *
 * @returns the exit code: 0 when every clip of this part is encoded, 1 when some failed
 * @throws {UsageError} for a wrong command line
 * @throws {UnwritableError} when features cannot be written; what was finished before is listed
 */
export async function run(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    print(EMBED_USAGE);
    return 0;
  }
  return await embedAll(readEmbedArguments(args));
}

async function embedAll(asked: EmbedArguments): Promise<number> {
  const { videos: folder, index, of } = asked;
  const ffmpeg = await findFfmpeg(settings.ffmpeg);
  const { store, unit, encode } = await openJob(asked, ffmpeg);
  const videos = (await listVideos(folder)).filter((_, i) => i % of === index);
  print(`ffmpeg ${ffmpeg.version} from ${ffmpeg.origin}`);
  print(
    `${videos.length} clips of ${folder} (part ${index} of ${of}), features in ${store.folder}`,
  );
  const todo = await unfinished(videos, store);
  const outcomes: Outcome[] = [];
  try {
    await follow(encode(todo), outcomes, {
      total: videos.length,
      done: videos.length - todo.length,
    });
  } catch (error) {
    listFinished(outcomes, unit);
    throw error;
  }
  return report(outcomes, unit);
}

async function openJob(asked: EmbedArguments, ffmpeg: Ffmpeg): Promise<Job> {
  const { encoder: name, sound, out, precision, fps, reuseBelow, stallSeconds } = asked;
  const options = { fps, reuseBelow, stallSeconds, ffmpeg };
  if (sound) {
    const encoder = await openSoundEncoder(name, { settings });
    const store = await openFeatureStore(out, { encoder, fps, reuseBelow, ffmpeg });
    const encode = (videos: readonly VideoFile[]) =>
      embedSounds(videos, { ...options, encoder, store });
    return { store, unit: "rows of sound", encode };
  }
  const encoder = await openFrameEncoder(name, { settings, precision });
  const store = await openFeatureStore(out, { encoder, fps, reuseBelow, ffmpeg });
  const encode = (videos: readonly VideoFile[]) =>
    embedVideos(videos, { ...options, encoder, store });
  return { store, unit: "frames", encode };
}

async function unfinished(videos: readonly VideoFile[], store: FeatureStore): Promise<VideoFile[]> {
  const left: VideoFile[] = [];
  for (const video of videos) if (!await store.has(video)) left.push(video);
  return left;
}

/** Puts outcomes into `seen` as they come. */
async function follow(
  outcomes: AsyncIterable<Outcome>,
  seen: Outcome[],
  { total, done }: { readonly total: number; readonly done: number },
): Promise<void> {
  const progress = startProgress("embed", { total, done, unit: "clips", each: "a clip" });
  try {
    for await (const outcome of outcomes) {
      seen.push(outcome);
      progress.advance();
    }
  } finally {
    progress.stop();
  }
}

/** Says what is kept of a run that ends early. */
function listFinished(outcomes: readonly Outcome[], unit: Job["unit"]): void {
  report(outcomes, unit);
  for (const outcome of outcomes) {
    if (outcome.kind === "encoded") print(`  ${outcome.video.path}: finished`);
  }
}

function report(outcomes: readonly Outcome[], unit: Job["unit"]): number {
  const encoded = outcomes.filter((outcome) => outcome.kind === "encoded");
  const silent = outcomes.filter((outcome) => outcome.kind === "no sound");
  const failed = outcomes.filter((outcome) => outcome.kind === "failed");
  const rows = encoded.reduce(
    (sum, outcome) => sum + ("frames" in outcome ? outcome.frames : outcome.rows),
    0,
  );
  const without = silent.length > 0 ? `, ${silent.length} without sound` : "";
  print(`${encoded.length} clips encoded (${rows} ${unit})${without}, ${failed.length} failed`);
  for (const { video, reason } of failed) print(`  ${video.path}: ${reason}`);
  return failed.length > 0 ? 1 : 0;
}
