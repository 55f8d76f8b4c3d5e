import { PitchDetector } from "pitchy";
import type { Sound } from "lib/loaders/clips/audio.ts";

/** What is heard of a voice at one moment. */
export interface PitchMoment {
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
export function trackPitch({ samples, sampleRateHz }: Sound): PitchMoment[] {
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
