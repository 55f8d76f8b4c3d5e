import { CLIP_FORMAT } from "lib/loaders/sample/_clip_format.ts";
import type { SampleRecipe } from "lib/loaders/sample/sample_recipe.ts";
import { createGenerator } from "lib/random.ts";
import type { Word } from "lib/types.ts";

const { sampleRateHz } = CLIP_FORMAT;

/** Multiples of the fundamental that the voice has, the nth with amplitude 1 / n. */
const HARMONICS = 10;
/** Steps a period of the voice is drawn in. */
const PERIOD_STEPS = 4096;

/** How loud a beat starts beside the voice, how fast it fades and how long it is, in seconds. */
const BEAT = { amplitude: 0.8, fadesBySeconds: 0.012, lengthSeconds: 0.06, seed: 1 } as const;

/**
 * Makes a clip's sound: samples in -1..1 at the clip format's rate.
 *
 * A voice of steady pitch hums one swell a syllable while words are said and is silent between
 * them; a short hiss marks each beat. The whole is brought to the recipe's root mean square level.
 */
export function makeSound(
  { durationMs, sound }: SampleRecipe,
  words: readonly Word[],
): Float32Array {
  const samples = new Float32Array(sampleAt(durationMs));
  const frequency = 440 * 2 ** ((sound.pitchSemitones - 69) / 12);
  const period = drawPeriod();
  for (const syllable of words.flatMap(syllablesOf)) hum(samples, syllable, { period, frequency });
  const beat = drawBeat();
  const beats = durationMs / 60_000 * sound.tempoBpm;
  for (let i = 0; i < beats; i++) add(samples, beat, sampleAt(60_000 * i / sound.tempoBpm));
  return toLevel(samples, sound.loudnessDb);
}

function sampleAt(timeMs: number): number {
  return Math.round(timeMs * sampleRateHz / 1000);
}

/** Parts a word's time evenly among its syllables: as many as it has groups of vowels. */
function syllablesOf({ text, startMs, endMs }: Word): { start: number; end: number }[] {
  const count = text.match(/[aeiouy]+/gi)?.length ?? 1;
  const border = (i: number) => sampleAt(startMs + (endMs - startMs) * i / count);
  return Array.from({ length: count }, (_, i) => ({ start: border(i), end: border(i + 1) }));
}

/** A period of `Σ sin(n x + π n² / N) / n`; those phases keep it flat (Schroeder, 1970). */
function drawPeriod(): Float32Array {
  return Float32Array.from({ length: PERIOD_STEPS }, (_, step) => {
    const x = 2 * Math.PI * step / PERIOD_STEPS;
    let sum = 0;
    for (let n = 1; n <= HARMONICS; n++) sum += Math.sin(n * x + Math.PI * n * n / HARMONICS) / n;
    return sum;
  });
}

/** Adds a syllable that swells and fades as half a wave does. */
function hum(
  samples: Float32Array,
  { start, end }: { start: number; end: number },
  { period, frequency }: { period: Float32Array; frequency: number },
): void {
  const stepsASample = frequency / sampleRateHz * PERIOD_STEPS;
  for (let at = start; at < end; at++) {
    const swell = Math.sin(Math.PI * (at - start + 0.5) / (end - start));
    samples[at]! += swell * period[Math.trunc(at * stepsASample) % PERIOD_STEPS]!;
  }
}

/** A hiss that dies away: each sample is noise minus the noise before it, so it has no bass. */
function drawBeat(): Float32Array {
  const generator = createGenerator(BEAT.seed);
  const length = Math.round(BEAT.lengthSeconds * sampleRateHz);
  const noise = Float32Array.from({ length: length + 1 }, () => 2 * generator.uniform() - 1);
  return Float32Array.from({ length }, (_, i) => {
    const faded = Math.exp(-i / (BEAT.fadesBySeconds * sampleRateHz));
    return BEAT.amplitude * faded * (noise[i + 1]! - noise[i]!);
  });
}

function add(samples: Float32Array, part: Float32Array, start: number): void {
  const end = Math.min(start + part.length, samples.length);
  for (let at = start; at < end; at++) samples[at]! += part[at - start]!;
}

/** Scales samples to a root mean square level in decibels of full scale. */
function toLevel(samples: Float32Array, levelDb: number): Float32Array {
  const squares = samples.reduce((sum, sample) => sum + sample * sample, 0);
  const gain = 10 ** (levelDb / 20) / Math.sqrt(squares / samples.length);
  return samples.map((sample) => Math.min(Math.max(gain * sample, -1), 1));
}
