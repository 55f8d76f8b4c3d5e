import { join } from "node:path";
import { EVERY_OPTION, exitCodes, parseOptions, UsageError } from "lib/commands/_parse_options.ts";
import { NAMED_MODELS } from "lib/encoders/frames/frame_encoders.ts";
import type { Precision } from "lib/encoders/precision.ts";
import { NAMED_SOUND_MODELS } from "lib/encoders/sound/sound_encoders.ts";
import { settings } from "lib/settings.ts";

export const EMBED_USAGE = `deno task embed --encoder NAME --videos FOLDER [options]

Turns the frames, or the sound, of every video_<id>.mp4 in a folder into features, one
embeddings_<id>.h5 each. What is finished is skipped; stop it whenever you like and start it again.

  --encoder NAME      of frames: frame-stats, ${Object.keys(NAMED_MODELS).join(", ")},
                      or a vision model of the hub as organisation/name or
                      organisation/name@revision;
                      of sound: log-mel-stats, ${Object.keys(NAMED_SOUND_MODELS).join(", ")},
                      or a Whisper model of the hub
  --sound             encode the clips' sound instead of their frames
  --videos FOLDER     where the clips lie
  --out FOLDER        where a folder for this encoder and these settings goes
                      (default: data/cache/features)
  --fps N             rows of features a second (default: 10)
  --precision P       of frames: f32, or int8: products in 8 bits, or a convolutional network's
                      published 8-bit version (default: f32)
  --reuse-below G     take over the last features for a frame that differs by less than G grey
                      levels of 255 on average (default: 0, encode every frame)
  --stall N           give up on a clip that yields nothing for N seconds (default: 60)
  --index N --of M    do part N of M, counted from 0, as array jobs do (default: 0 of 1)
${EVERY_OPTION}
${
  exitCodes("when every clip of this part is encoded", "when some failed or nothing can be written")
}`;

export interface EmbedArguments {
  readonly encoder: string;
  /** Of the clips' sound rather than their frames. */
  readonly sound: boolean;
  readonly videos: string;
  readonly out: string;
  readonly fps: number;
  readonly precision: Precision;
  readonly reuseBelow: number;
  readonly stallSeconds: number;
  readonly index: number;
  readonly of: number;
}

const OPTIONS = {
  encoder: { type: "string" },
  sound: { type: "boolean", default: false },
  videos: { type: "string" },
  out: { type: "string", default: join(settings.cache, "features") },
  fps: { type: "string", default: "10" },
  precision: { type: "string", default: "f32" },
  "reuse-below": { type: "string", default: "0" },
  stall: { type: "string", default: "60" },
  index: { type: "string", default: "0" },
  of: { type: "string", default: "1" },
} as const;

/**
 * Reads the command line.
 *
 * @throws {UsageError} when an argument is missing, out of range, does not go with `--sound` or is
 * none that the command knows
 */
export function readEmbedArguments(args: readonly string[]): EmbedArguments {
  const { values } = parseOptions({ args, options: OPTIONS });
  const { encoder, sound, videos, out, precision } = values;
  if (!encoder || !videos) throw new UsageError("expected --encoder NAME --videos FOLDER");
  if (precision !== "f32" && precision !== "int8") {
    throw new UsageError(`--precision: expected f32 or int8, got ${precision}`);
  }
  const of = numberIn("--of", values.of, { from: 1, whole: true });
  const reuseBelow = numberIn("--reuse-below", values["reuse-below"], { to: 255 });
  if (sound && (precision !== "f32" || reuseBelow > 0)) {
    throw new UsageError("expected no --precision int8 and no --reuse-below with --sound");
  }
  return {
    encoder,
    sound,
    videos,
    out,
    precision,
    fps: numberIn("--fps", values.fps, { from: 0.01, to: 1000 }),
    reuseBelow,
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
  throw new UsageError(
    `${flag}: expected a ${whole ? "whole " : ""}number from ${from} to ${to}, got ${text}`,
  );
}
