import { PitchDetector } from "pitchy";
import { type LogMel, openLogMel } from "lib/encoders/sound/_log_mel.ts";
import { measureRhythm } from "lib/encoders/sound/_speech_rhythm.ts";
import { findTempo } from "lib/encoders/sound/_tempo.ts";
import type { Sound } from "lib/loaders/clips/audio.ts";

/** Samples a second that are analysed. */
export const SAMPLE_RATE_HZ = 16_000;
/** Samples from one frame to the next, and samples that a frame is computed of. */
const [HOP, WINDOW] = [160, 400];
/** Log-mel frames a second, of 10 ms each. */
export const FRAMES_A_SECOND = SAMPLE_RATE_HZ / HOP;
/** Mel bands. */
const BANDS = 40;
/** Level of silence, in decibels of full scale. */
const SILENCE_DB = -80;
/** The pitch of a clip in which nothing has one: 220 Hz. */
const NO_PITCH = 57;

const logMel = openLogMel({
  feature_size: BANDS,
  sampling_rate: SAMPLE_RATE_HZ,
  n_fft: WINDOW,
  hop_length: HOP,
  n_samples: Number.MAX_SAFE_INTEGER,
  nb_max_frames: Number.MAX_SAFE_INTEGER,
});

/** What is worked out of a whole sound, for all rows that describe parts of it. */
export interface SoundAnalysis {
  readonly sound: Sound;
  /** Decibels by frame of 10 ms, [frames][bands]. */
  readonly bandsDb: readonly Float64Array[];
  /** Mean rise of the bands since the frame before. */
  readonly fluxDb: Float64Array;
  readonly pitches: readonly PitchMoment[];
  /** What is said of the clip as a whole. */
  readonly clip: {
    readonly clipLoudnessDb: number;
    /** The median, in MIDI note numbers. */
    readonly clipPitchSemitones: number;
    readonly clipTempoBpm: number;
    readonly clipSyllablesASecond: number;
    /** In 0..1. */
    readonly clipPauseShare: number;
  };
}

/** Analyses a sound at `SAMPLE_RATE_HZ`. */
export async function analyseSound(sound: Sound): Promise<SoundAnalysis> {
  const { samples } = sound;
  const bandsDb = decibels(await logMel(samples, Math.max(samples.length, WINDOW)));
  const fluxDb = Float64Array.from(bandsDb, (bands, i) => rise(bands, bandsDb[i - 1] ?? bands));
  const pitches = trackPitch(sound);
  const voiced = pitches.flatMap(({ semitones }) => semitones ?? []);
  const levelsDb = Float64Array.from(
    bandsDb,
    (_, i) => levelDb(samples.subarray(i * HOP, (i + 1) * HOP)),
  );
  const rhythm = measureRhythm(levelsDb, FRAMES_A_SECOND);
  const clip = {
    clipLoudnessDb: levelDb(samples),
    clipPitchSemitones: voiced.sort((a, b) => a - b)[voiced.length >> 1] ?? NO_PITCH,
    clipTempoBpm: findTempo(fluxDb, FRAMES_A_SECOND),
    clipSyllablesASecond: rhythm.syllablesASecond,
    clipPauseShare: rhythm.pauseShare,
  };
  return { sound, bandsDb, fluxDb, pitches, clip };
}

/** Root mean square level in decibels of full scale, at least that of silence. */
export function levelDb(samples: Float32Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  return Math.max(SILENCE_DB, 10 * Math.log10(squares / Math.max(samples.length, 1)));
}

/** Whisper's `(log10 power + 4) / 4` [bands, frames] as decibels by frame. */
function decibels({ bands, frames, data }: LogMel): Float64Array[] {
  return Array.from(
    { length: frames },
    (_, frame) =>
      Float64Array.from({ length: bands }, (_, band) => 40 * data[band * frames + frame]! - 40),
  );
}

/** Mean over bands of what each gained. */
function rise(now: Float64Array, before: Float64Array): number {
  let sum = 0;
  for (const [band, level] of now.entries()) sum += Math.max(0, level - before[band]!);
  return sum / now.length;
}

/** What is heard of a voice at one moment. */
interface PitchMoment {
  readonly timeMs: number;
  /** MIDI note number, `69 + 12 * log2(Hz / 440)`; missing where nothing has a pitch. */
  readonly semitones?: number;
  /** How exactly the sound repeats, 0..1. */
  readonly clarity: number;
}

const WINDOW_SECONDS = 0.064;
const HOP_SECONDS = 0.04;
/** What voices reach, in Hz. */
const LOWEST_HZ = 60;
const HIGHEST_HZ = 700;
const LEAST_CLARITY = 0.8;
/** Level below which a window counts as silent, root mean square. */
const SILENT = 1e-4;

/** Follows a sound's pitch by McLeod and Wyvill's method ("A smarter way to find pitch", 2005). */
function trackPitch({ samples, sampleRateHz }: Sound): PitchMoment[] {
  const length = Math.round(WINDOW_SECONDS * sampleRateHz);
  const hop = Math.round(HOP_SECONDS * sampleRateHz);
  const detector = PitchDetector.forFloat32Array(length);
  const moments: PitchMoment[] = [];
  for (let start = 0; start + length <= samples.length; start += hop) {
    const window = samples.subarray(start, start + length);
    const timeMs = 1000 * (start + length / 2) / sampleRateHz;
    const [hz, clarity] = isSilent(window) ? [0, 0] : detector.findPitch(window, sampleRateHz);
    const voiced = clarity >= LEAST_CLARITY && hz >= LOWEST_HZ && hz <= HIGHEST_HZ;
    moments.push({
      timeMs,
      clarity,
      semitones: voiced ? 69 + 12 * Math.log2(hz / 440) : undefined,
    });
  }
  return moments;
}

function isSilent(window: Float32Array): boolean {
  let squares = 0;
  for (const sample of window) squares += sample * sample;
  return Math.sqrt(squares / window.length) < SILENT;
}
