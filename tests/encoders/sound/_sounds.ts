import type { Sound } from "lib/loaders/clips/audio.ts";

const SAMPLE_RATE_HZ = 16_000;

/** A sound whose sample at `seconds` is what `wave` says. */
export function soundOf(seconds: number, wave: (seconds: number) => number): Sound {
  const length = Math.round(seconds * SAMPLE_RATE_HZ);
  const samples = Float32Array.from({ length }, (_, i) => wave(i / SAMPLE_RATE_HZ));
  return { sampleRateHz: SAMPLE_RATE_HZ, samples };
}

/** A voice-like sum of `sin(2π n hz t) / n`, n = 1 to 6. */
export function voice(hz: number): (seconds: number) => number {
  return (t) => {
    let sum = 0;
    for (let n = 1; n <= 6; n++) sum += Math.sin(2 * Math.PI * n * hz * t) / n;
    return sum / 3;
  };
}

/** White noise in -1..1 that is the same for the same time. */
export function hiss(seconds: number): number {
  const x = Math.sin(seconds * SAMPLE_RATE_HZ * 12.9898 + 1) * 43_758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}
