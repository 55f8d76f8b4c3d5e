import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { print } from "lib/commands/_print.ts";
import { type EmbedOutcome, embedVideos } from "lib/encoders/frames/embed_videos.ts";
import { NAMED_MODELS, openFrameEncoder } from "lib/encoders/frames/frame_encoders.ts";
import type { Precision } from "lib/encoders/precision.ts";
import { type FeatureStore, openFeatureStore } from "lib/encoders/store.ts";
import { findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { listVideos, type VideoFile } from "lib/loaders/clips/video_folder.ts";
import { startProgress } from "lib/progress.ts";
import { settings } from "lib/settings.ts";

const USAGE = `deno task embed --encoder NAME --videos FOLDER [options]

Turns the frames of every video_<id>.mp4 in a folder into features, one embeddings_<id>.h5 each.
What is finished is skipped; stop it whenever you like and start it again.

  --encoder NAME      frame-stats, ${Object.keys(NAMED_MODELS).join(", ")},
                      or a vision model of the hub as organisation/name
  --videos FOLDER     where the clips lie
  --out FOLDER        where a folder for this encoder and these settings goes
                      (default: data/cache/features)
  --fps N             frames a second (default: 10)
  --precision P       f32, or int8: products in 8 bits, or a convolutional network's published
                      8-bit version (default: f32)
  --reuse-below G     take over the last features for a frame that differs by less than G grey
                      levels of 255 on average (default: 0, encode every frame)
  --stall N           give up on a clip that yields nothing for N seconds (default: 60)
  --index N --of M    do part N of M, counted from 0, as array jobs do (default: 0 of 1)
`;

/** What the command line asks for. */
interface EmbedArguments {
  encoder: string;
  videos: string;
  out: string;
  fps: number;
  precision: Precision;
  reuseBelow: number;
  stallSeconds: number;
  index: number;
  of: number;
}

/**
 * Runs the command.
 *
 * @returns the exit code: 0 when every clip of this part is encoded, 1 when some failed
 * @throws {RangeError} when an argument is missing or out of range
 */
export async function embed(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    print(USAGE);
    return 0;
  }
  const { encoder: name, videos: folder, out, precision, index, of, ...options } = readArguments(
    args,
  );
  const ffmpeg = await findFfmpeg(settings.ffmpeg);
  const encoder = await openFrameEncoder(name, { settings, precision });
  const store = await openFeatureStore(out, { encoder, ...options });
  const videos = (await listVideos(folder)).filter((_, i) => i % of === index);
  print(`ffmpeg ${ffmpeg.version} from ${ffmpeg.origin}`);
  print(
    `${videos.length} clips of ${folder} (part ${index} of ${of}), features in ${store.folder}`,
  );
  const todo = await unfinished(videos, store);
  const outcomes = embedVideos(todo, { encoder, store, ffmpeg, ...options });
  return report(await followed(outcomes, { total: videos.length, todo: todo.length }));
}

async function unfinished(videos: readonly VideoFile[], store: FeatureStore): Promise<VideoFile[]> {
  const finished = await Promise.all(videos.map(({ videoId }) => store.has(videoId)));
  return videos.filter((_, i) => !finished[i]);
}

async function followed(
  outcomes: AsyncIterable<EmbedOutcome>,
  { total, todo }: { total: number; todo: number },
): Promise<EmbedOutcome[]> {
  const progress = startProgress("embed", { total, done: total - todo, unit: "clips" });
  const seen: EmbedOutcome[] = [];
  try {
    for await (const outcome of outcomes) {
      seen.push(outcome);
      progress.advance();
    }
  } finally {
    progress.stop();
  }
  return seen;
}

function report(outcomes: readonly EmbedOutcome[]): number {
  const encoded = outcomes.filter((outcome) => outcome.kind === "encoded");
  const failed = outcomes.filter((outcome) => outcome.kind === "failed");
  const frames = encoded.reduce((sum, { frames }) => sum + frames, 0);
  print(`${encoded.length} clips encoded (${frames} frames), ${failed.length} failed`);
  for (const { video, reason } of failed) print(`  ${video.path}: ${reason}`);
  return failed.length > 0 ? 1 : 0;
}

function readArguments(args: readonly string[]): EmbedArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      encoder: { type: "string" },
      videos: { type: "string" },
      out: { type: "string", default: join(settings.cache, "features") },
      fps: { type: "string", default: "10" },
      precision: { type: "string", default: "f32" },
      "reuse-below": { type: "string", default: "0" },
      stall: { type: "string", default: "60" },
      index: { type: "string", default: "0" },
      of: { type: "string", default: "1" },
    },
  });
  const { encoder, videos, out, precision } = values;
  if (!encoder || !videos) throw new RangeError("embed: expected --encoder NAME --videos FOLDER");
  if (precision !== "f32" && precision !== "int8") {
    throw new RangeError(`--precision: expected f32 or int8, got ${precision}`);
  }
  const of = numberIn("--of", values.of, { from: 1, whole: true });
  return {
    encoder,
    videos,
    out,
    precision,
    fps: numberIn("--fps", values.fps, { from: 0.01, to: 1000 }),
    reuseBelow: numberIn("--reuse-below", values["reuse-below"], { to: 255 }),
    stallSeconds: numberIn("--stall", values.stall, { from: 0.01, to: 86_400 }),
    index: numberIn("--index", values.index, { to: of - 1, whole: true }),
    of,
  };
}

function numberIn(
  flag: string,
  text: string,
  { from = 0, to = Infinity, whole = false }: { from?: number; to?: number; whole?: boolean },
): number {
  const number = text.trim() === "" ? NaN : Number(text);
  if (number >= from && number <= to && (!whole || Number.isInteger(number))) return number;
  throw new RangeError(
    `${flag}: expected a ${whole ? "whole " : ""}number from ${from} to ${to}, got ${text}`,
  );
}

if (import.meta.main) process.exitCode = await embed(Deno.args);
