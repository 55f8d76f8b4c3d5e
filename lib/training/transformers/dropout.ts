import { randomUniform } from "lib/training/random_uniform.ts";
import type { Generator } from "lib/random.ts";
import { tf } from "lib/training/tensorflow.ts";

/** How `dropout` draws. */
export interface DropoutOptions {
  /** Share of the numbers to drop, in 0..1. */
  probability: number;
  /** Where the draw's seed comes from; without one nothing is dropped, as in evaluation. */
  generator?: Generator;
}

/**
 * Sets numbers to zero at random and scales the rest by `1 / (1 - probability)`; same shape
 * (Srivastava et al. 2014; PyTorch's `dropout`).
 */
export function dropout<T extends tf.Tensor>(x: T, options: DropoutOptions): T {
  const { probability, generator } = options;
  if (!generator || probability === 0) return x;
  const kept = tf.greaterEqual(randomUniform(x.shape, generator), probability);
  return tf.mul(x, tf.mul(tf.cast(kept, "float32"), 1 / (1 - probability)));
}
