import { type LogMel, openLogMel } from "lib/encoders/sound/_log_mel.ts";
import { type PitchMoment, trackPitch } from "lib/encoders/sound/_pitch_track.ts";
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
