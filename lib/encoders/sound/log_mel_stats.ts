import { type LogMel, openLogMel } from "lib/encoders/sound/_log_mel.ts";
import { type PitchMoment, trackPitch } from "lib/encoders/sound/_pitch_track.ts";
import { measureRhythm } from "lib/encoders/sound/_speech_rhythm.ts";
import { findTempo } from "lib/encoders/sound/_tempo.ts";
import { checkRate, type SoundEncoder, type SoundSpan } from "lib/encoders/sound/sound_encoder.ts";
import type { Sound } from "lib/loaders/clips/audio.ts";

/** What each column of `logMelStats` holds, in order; those named `clip…` are the same in all rows. */
export const LOG_MEL_STATS_COLUMNS = [
  "loudnessDb",
  "melMeanDb",
  "melStdDb",
  "melSkewness",
  "bassDb",
  "middleDb",
  "trebleDb",
  "fluxDb",
  "pitchSemitones",
  "clarity",
  "clipLoudnessDb",
  "clipPitchSemitones",
  "clipTempoBpm",
  "clipSyllablesASecond",
  "clipPauseShare",
] as const;

type Column = typeof LOG_MEL_STATS_COLUMNS[number];
type ClipColumn = Extract<Column, `clip${string}`>;

const SAMPLE_RATE_HZ = 16_000;
const HOP = 160;
const FRAMES_A_SECOND = SAMPLE_RATE_HZ / HOP;
const WINDOW = 400;
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

/** What is worked out once a clip. */
interface SoundAnalysis {
  readonly sound: Sound;
  /** Decibels by frame of 10 ms, [frames][bands]. */
  readonly bandsDb: readonly Float64Array[];
  /** Mean rise of the bands since the frame before. */
  readonly fluxDb: Float64Array;
  readonly pitches: readonly PitchMoment[];
  readonly clip: Readonly<Record<ClipColumn, number>>;
}

/**
 * Describes sound by loudness, log-mel moments, pitch, tempo, speech rate and pauses: no weights, no
 * download.
 *
 * A row's loudness is its root mean square level, in decibels of full scale and at least -80; its
 * log-mel moments are taken over 40 bands and the 10 ms frames that begin in it, no lower than 80 dB
 * below the clip's loudest; bass, middle and treble are the means of 13, 14 and 13 bands. Pitch is in
 * semitones (MIDI note numbers), the clip's median where a row has none. Tempo, syllables and pauses
 * take a whole clip. The baseline for every model of sound: it understands no word.
 */
export const logMelStats: SoundEncoder = {
  name: "log-mel-stats",
  columns: LOG_MEL_STATS_COLUMNS.length,
  sampleRateHz: SAMPLE_RATE_HZ,
  identity: { model: "log-mel-stats", version: "1" },
  async encode(spans) {
    const analyses = new Map<Sound, SoundAnalysis>();
    for (const { sound } of spans) {
      if (!analyses.has(sound)) analyses.set(sound, await analyse(checkRate(sound, logMelStats)));
    }
    const rows = spans.map((span) => describe(span, analyses.get(span.sound)!));
    return {
      kind: "dense",
      rows: rows.length,
      columns: LOG_MEL_STATS_COLUMNS.length,
      data: Float32Array.from(rows.flat()),
    };
  },
};

async function analyse(sound: Sound): Promise<SoundAnalysis> {
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

function describe({ startMs, endMs }: SoundSpan, analysis: SoundAnalysis): number[] {
  const { sound, bandsDb, fluxDb, pitches, clip } = analysis;
  const cut = (rate: number) => [Math.floor(startMs * rate / 1000), Math.ceil(endMs * rate / 1000)];
  const samples = sound.samples.subarray(...cut(SAMPLE_RATE_HZ));
  const frames = bandsDb.slice(...cut(FRAMES_A_SECOND));
  const heard = pitches.filter(({ timeMs }) => timeMs >= startMs && timeMs < endMs);
  const voiced = heard.flatMap(({ semitones }) => semitones ?? []);
  const stats: Record<Column, number> = {
    loudnessDb: levelDb(samples),
    ...moments(frames.flatMap((bands) => [...bands])),
    bassDb: mean(frames.flatMap((bands) => [...bands.subarray(0, 13)])),
    middleDb: mean(frames.flatMap((bands) => [...bands.subarray(13, 27)])),
    trebleDb: mean(frames.flatMap((bands) => [...bands.subarray(27)])),
    fluxDb: mean(fluxDb.subarray(...cut(FRAMES_A_SECOND))),
    pitchSemitones: voiced.length > 0 ? mean(voiced) : clip.clipPitchSemitones,
    clarity: mean(heard.map(({ clarity }) => clarity)),
    ...clip,
  };
  return LOG_MEL_STATS_COLUMNS.map((column) => stats[column]);
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

function levelDb(samples: Float32Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  return Math.max(SILENCE_DB, 10 * Math.log10(squares / Math.max(samples.length, 1)));
}

function moments(values: readonly number[]) {
  const centre = mean(values);
  const about = (power: number) => mean(values.map((value) => (value - centre) ** power));
  const std = Math.sqrt(about(2));
  return {
    melMeanDb: centre,
    melStdDb: std,
    melSkewness: std > 0 ? about(3) / std ** 3 : 0,
  };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? 0 : sum / values.length;
}
