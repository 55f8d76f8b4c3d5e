import { mersenne } from "pure-rand/generator/mersenne";

/** A seeded source of randomness. */
export interface Generator {
  /** The next 32 random bits as an integer in 0..2^32-1. */
  uint32(): number;
  /** A number in [0, 1) with 53 random bits, as NumPy's `RandomState.random_sample` draws it. */
  uniform(): number;
  /** An integer in 0..max, `max` included, as NumPy's masked rejection draws it. */
  integer(max: number): number;
  /** A draw from the normal distribution with mean 0 and standard deviation 1 (Box-Muller). */
  normal(): number;
  /** `0..length-1` in random order, equal to NumPy's `RandomState.permutation(length)`. */
  permutation(length: number): number[];
}

/**
 * MT19937 seeded as NumPy's `RandomState(seed)` is, so that scikit-learn's shuffles can be repeated.
 *
 * @throws {RangeError} when the seed is not an integer in 0..2^32-1
 */
export function createGenerator(seed: number): Generator {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`Cannot seed a generator: expected an integer in 0..2^32-1, got ${seed}`);
  }
  const bits = mersenne(seed | 0);
  const uint32 = () => bits.next() >>> 0;
  const uniform = () => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  const integer = (max: number) => {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  };
  return {
    uint32,
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    permutation: (length) => {
      const order = Array.from({ length }, (_, i) => i);
      for (let i = length - 1; i > 0; i--) {
        const j = integer(i);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    },
  };
}

/**
 * A seed for one part of a task, so that any part can be drawn again without those before it:
 * the seed and each number of the path are mixed in with MurmurHash3's 32-bit finaliser.
 *
 * @example `deriveSeed(seed, epoch, batch)`
 */
export function deriveSeed(seed: number, ...path: readonly number[]): number {
  return path.reduce((mixed, part) => finalise((mixed ^ finalise(part + 1)) + 0x9e3779b9), seed);
}

/** Spreads every bit of a 32-bit integer over all of them; source: Appleby, MurmurHash3 `fmix32`. */
function finalise(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
