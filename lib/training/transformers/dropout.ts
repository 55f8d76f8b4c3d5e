import { randomUniform } from "lib/training/random_uniform.ts";
import type { Generator } from "lib/random.ts";
import { tf } from "lib/training/tensorflow.ts";
import { withGradient } from "lib/training/transformers/_with_gradient.ts";

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
  if (!drops(options)) return x;
  return withGradient<T>([x], {
    forward() {
      const kept = drawKept(x.shape, options);
      return { value: keep(x, kept, options.probability), saved: [kept] };
    },
    backward: (upstream, [kept]) => [keep(upstream, kept!, options.probability)],
  });
}

/** Whether anything is dropped at all. */
export function drops(
  options: DropoutOptions,
): options is DropoutOptions & { generator: Generator } {
  return options.generator !== undefined && options.probability > 0;
}

/** Draws which numbers stay: booleans, one byte each while they wait for the way back. */
export function drawKept(
  shape: number[],
  { probability, generator }: DropoutOptions & { generator: Generator },
): tf.Tensor {
  return tf.tidy(() => tf.greaterEqual(randomUniform(shape, generator), probability));
}

/** Sets what is not kept to zero and scales the rest. */
export function keep<T extends tf.Tensor>(x: T, kept: tf.Tensor, probability: number): T {
  return tf.tidy(() => tf.mul(x, tf.mul(tf.cast(kept, "float32"), 1 / (1 - probability))));
}
