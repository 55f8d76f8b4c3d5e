import {
  analyseSound,
  FRAMES_A_SECOND,
  levelDb,
  SAMPLE_RATE_HZ,
  type SoundAnalysis,
} from "lib/encoders/sound/_sound_analysis.ts";
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
  identity: { model: "log-mel-stats", version: "1" }, // another version for other numbers: stores keep them
  async encode(spans) {
    const analyses = new Map<Sound, SoundAnalysis>();
    for (const { sound } of spans) {
      if (!analyses.has(sound)) {
        analyses.set(sound, await analyseSound(checkRate(sound, logMelStats)));
      }
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
