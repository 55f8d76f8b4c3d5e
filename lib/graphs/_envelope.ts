import { roundTo } from "lib/graphs/_numbers.ts";

/** A clip's sound: one channel, samples in -1..1, the first at its start. */
export interface Waveform {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
}

/** The lowest and highest sample in a stretch of sound. */
export interface EnvelopeBin {
  /** The stretch's start in seconds. */
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/** Reduces sound to so many stretches of one length, so that a picture of it stays small. */
export function envelope({ samples, sampleRateHz }: Waveform, bins: number): EnvelopeBin[] {
  const count = Math.min(bins, samples.length);
  return Array.from({ length: count }, (_, bin) => {
    const start = Math.floor(bin * samples.length / count);
    const stretch = samples.subarray(start, Math.floor((bin + 1) * samples.length / count));
    return {
      seconds: roundTo(start / sampleRateHz, 3),
      low: roundTo(stretch.reduce((least, value) => Math.min(least, value), Infinity), 3),
      high: roundTo(stretch.reduce((most, value) => Math.max(most, value), -Infinity), 3),
    };
  });
}
