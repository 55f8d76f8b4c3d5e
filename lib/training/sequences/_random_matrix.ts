import type { Generator } from "lib/random.ts";
import { tf } from "lib/training/tensorflow.ts";

/** A matrix of normal numbers whose variance is one over its rows. */
export function randomMatrix(shape: [number, number], generator: Generator): tf.Tensor2D {
  const numbers = Float32Array.from(
    { length: shape[0] * shape[1] },
    () => generator.normal() / Math.sqrt(shape[0]),
  );
  return tf.tensor2d(numbers, shape);
}
