import { type Ffmpeg, FfmpegError, runFfmpeg } from "lib/loaders/clips/ffmpeg.ts";

/** A clip's sound: one channel. */
export interface Sound {
  readonly sampleRateHz: number;
  /** In -1..1, the first at the clip's start. */
  readonly samples: Float32Array;
}

/** Knobs of `readAudio`. */
export interface ReadAudioOptions {
  readonly ffmpeg: Ffmpeg;
  /** Samples a second. @default 16000 */
  readonly sampleRateHz?: number;
  /** Gives up on a clip that yields nothing for this long, in seconds. @default 60 */
  readonly stallSeconds?: number;
  /** How much of the clip's beginning is read, in seconds. @default all of it */
  readonly maxSeconds?: number;
}

/** What ffmpeg says of a map to a track that is not there. */
const NO_SOUND_TRACK = /^Stream map '.*' matches no streams\.?$/;

/**
 * Reads the whole sound of a clip as one channel, the mean of all it has, or nothing when the clip
 * has no sound track.
 *
 * Sound that begins after the pictures is preceded by silence, so that sample i is heard at
 * `1000 * i / sampleRateHz` ms. Ten minutes at 16 kHz take 38 MB. Samples pass through 16 bits, as in
 * Whisper's own loader: to floats ffmpeg would add channels up at 0.7 each and exceed 1.
 *
 * @throws {RangeError} when the rate is no positive whole number
 * @throws {FfmpegError} when the clip cannot be read whole
 */
export async function readAudio(
  file: string,
  options: ReadAudioOptions,
): Promise<Sound | undefined> {
  const { ffmpeg, sampleRateHz = 16_000, stallSeconds, maxSeconds } = options;
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < 1) {
    throw new RangeError(
      `Cannot read the sound of ${file}: expected a rate in whole Hz, got ${sampleRateHz}`,
    );
  }
  const output = ["-map", "0:a:0", ...soundFormat(sampleRateHz)];
  if (maxSeconds !== undefined) output.push("-t", String(maxSeconds));
  try {
    const chunks = await Array.fromAsync(runFfmpeg(ffmpeg, file, { stallSeconds, output }));
    return { sampleRateHz, samples: samplesOf(chunks) };
  } catch (error) {
    if (error instanceof FfmpegError && NO_SOUND_TRACK.test(error.reason)) return undefined;
    throw error;
  }
}

/** Rate, gaps, channels and bits as ffmpeg's options, which decide a sound's samples. */
export function soundFormat(sampleRateHz: number): string[] {
  const resample = `aresample=${sampleRateHz}:async=1:first_pts=0`; // fills gaps with silence
  return ["-af", resample, "-ac", "1", "-f", "s16le"];
}

/** Joins 16-bit samples, low byte first; chunks may break off within one. */
function samplesOf(chunks: readonly Uint8Array[]): Float32Array {
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(size - size % 2);
  let filled = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, bytes.length - filled), filled);
    filled += chunk.length;
  }
  return Float32Array.from(new Int16Array(bytes.buffer), (value) => value / 32_768);
}
