import type { Generator } from "lib/random.ts";
import { nativeRandomUniform, tf } from "lib/training/tensorflow.ts";

/**
 * Draws numbers in [0, 1) of a shape; the generator gives the seed, so that the same generator
 * state gives the same numbers on the same backend.
 */
export function randomUniform(shape: number[], generator: Generator): tf.Tensor {
  const seed: [number, number] = [generator.uint32() | 0, generator.uint32() | 0];
  return nativeRandomUniform(shape, seed) ??
    tf.randomUniform(shape, 0, 1, "float32", seed.join(":"));
}

/** Whose numbers `randomUniform` draws: backends of the same answer draw the same. */
export function drawsOf(): "TensorFlow" | "TensorFlow.js" {
  return tf.getBackend() === "tensorflow" ? "TensorFlow" : "TensorFlow.js";
}
