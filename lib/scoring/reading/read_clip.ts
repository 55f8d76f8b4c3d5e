import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { spansOf } from "lib/encoders/sound/sound_encoder.ts";
import { readAudio } from "lib/loaders/clips/audio.ts";
import { type Ffmpeg, FfmpegError } from "lib/loaders/clips/ffmpeg.ts";
import { readFrames } from "lib/loaders/clips/frames.ts";
import { PARTS_FPS, type VideoParts } from "lib/scoring/models/video_parts.ts";
import { checkInputFile, InputError } from "lib/scoring/reading/check_input_file.ts";
import type { DenseMatrix, Frame } from "lib/types.ts";

/** Seconds of a clip that are looked at and heard; short videos last three minutes at most. */
const MAX_CLIP_SECONDS = 180;
/** Bytes of a clip that are tried at most. */
const MAX_CLIP_BYTES = 4 * 1024 ** 3;

const STALL_SECONDS = 20;
/** In decibels of full scale: below, a clip counts as silent. */
const SILENT_DB = -70;

/** A clip's pictures and sound, and reasons for not trusting them. */
export interface ReadClip extends Pick<VideoParts, "pictures" | "sound"> {
  readonly durationMs: number;
  readonly warnings: readonly string[];
}

/**
 * Describes a clip's pictures and sound, as many times a second as known clips were.
 *
 * @throws {InputError} when neither can be read
 */
export async function readClip(
  path: string,
  { ffmpeg }: { readonly ffmpeg: Ffmpeg },
): Promise<ReadClip> {
  await checkInputFile(path, { maxBytes: MAX_CLIP_BYTES });
  const [pictures, sound] = await Promise.all([
    attempt(() => readPictures(path, ffmpeg)),
    attempt(() => readSound(path, ffmpeg)),
  ]);
  if (!pictures.value && !sound.value) {
    throw new InputError(path, `expected a clip, got: ${pictures.problem}`);
  }
  const rows = pictures.value?.rows ?? sound.value!.rows; // sound is padded at its end
  return {
    pictures: pictures.value,
    sound: sound.value,
    durationMs: 1000 * rows / PARTS_FPS,
    warnings: warningsOf(pictures, sound),
  };
}

/** A matrix, or the reason why there is none. */
interface Attempt {
  readonly value?: DenseMatrix;
  readonly problem?: string;
}

async function attempt(read: () => Promise<DenseMatrix | undefined>): Promise<Attempt> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof FfmpegError)) throw error;
    return { problem: error.reason };
  }
}

async function readPictures(path: string, ffmpeg: Ffmpeg): Promise<DenseMatrix> {
  const { geometry, columns } = frameStats;
  const options = { ffmpeg, geometry, fps: PARTS_FPS, stallSeconds: STALL_SECONDS };
  const rows: DenseMatrix[] = [];
  let previous: Frame | undefined;
  for await (const frame of readFrames(path, options)) {
    rows.push(await frameStats.encode([{ frame, previous }]));
    previous = frame;
    if (rows.length === MAX_CLIP_SECONDS * PARTS_FPS) break;
  }
  const data = Float32Array.from(rows.flatMap((row) => [...row.data]));
  return { kind: "dense", rows: rows.length, columns, data };
}

async function readSound(path: string, ffmpeg: Ffmpeg): Promise<DenseMatrix | undefined> {
  const { sampleRateHz } = logMelStats;
  const sound = await readAudio(path, {
    ffmpeg,
    sampleRateHz,
    stallSeconds: STALL_SECONDS,
    maxSeconds: MAX_CLIP_SECONDS,
  });
  if (!sound || sound.samples.length === 0) return undefined;
  return await logMelStats.encode(spansOf(sound, PARTS_FPS));
}

function warningsOf(pictures: Attempt, sound: Attempt): string[] {
  const warnings: string[] = [];
  if (!pictures.value) warnings.push(`Its pictures could not be read (${pictures.problem}).`);
  else if (pictures.value.rows === 1) warnings.push("It has only one picture.");
  if (sound.problem) warnings.push(`Its sound could not be read (${sound.problem}).`);
  else if (!sound.value) warnings.push("It has no sound: the score is from the rest alone.");
  else if (loudestDb(sound.value) < SILENT_DB) warnings.push("Its sound is silence.");
  if (Math.max(pictures.value?.rows ?? 0, sound.value?.rows ?? 0) >= MAX_CLIP_SECONDS * PARTS_FPS) {
    warnings.push(`Only its first ${MAX_CLIP_SECONDS} seconds were looked at.`);
  }
  return warnings;
}

/** The level of the loudest row; loudness is the first column. */
function loudestDb({ rows, columns, data }: DenseMatrix): number {
  return Math.max(...Array.from({ length: rows }, (_, row) => data[row * columns]!));
}
