import type { DenseMatrix } from "lib/types.ts";
import type { Encoder } from "lib/encoders/encoder.ts";
import type { Sound } from "lib/loaders/clips/audio.ts";

/** A stretch of a clip's sound, which an encoder may hear in the light of the whole. */
export interface SoundSpan {
  readonly sound: Sound;
  readonly startMs: number;
  readonly endMs: number;
}

/** Turns stretches of sound into rows of numbers. */
export interface SoundEncoder extends Encoder<SoundSpan, DenseMatrix> {
  /** The rate at which it wants its sound, in samples a second. */
  readonly sampleRateHz: number;
  /** All that changes its numbers: weights, preprocessing. */
  readonly identity: Readonly<Record<string, string>>;
}

/**
 * Cuts a clip's sound into spans that go with its frames: span i lasts from `1000 * i / fps` ms to
 * the next; the last one may reach past the sound's end.
 *
 * @throws {RangeError} when the rate is not positive
 */
export function spansOf(sound: Sound, fps: number): SoundSpan[] {
  if (!(fps > 0)) throw new RangeError(`Cannot cut sound into spans: expected fps > 0, got ${fps}`);
  const count = Math.ceil(sound.samples.length * fps / sound.sampleRateHz);
  const border = (i: number) => 1000 * i / fps;
  return Array.from(
    { length: count },
    (_, i) => ({ sound, startMs: border(i), endMs: border(i + 1) }),
  );
}

/**
 * Returns a sound at the rate that an encoder wants.
 *
 * @throws {TypeError} when it has another one
 */
export function checkRate(
  sound: Sound,
  { name, sampleRateHz }: Pick<SoundEncoder, "name" | "sampleRateHz">,
): Sound {
  if (sound.sampleRateHz === sampleRateHz) return sound;
  throw new TypeError(
    `Cannot encode sound with ${name}: expected ${sampleRateHz} Hz, got ${sound.sampleRateHz} Hz`,
  );
}
