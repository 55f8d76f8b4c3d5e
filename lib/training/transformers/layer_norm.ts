import { tf } from "lib/training/tensorflow.ts";
import { withGradient } from "lib/training/transformers/_with_gradient.ts";

/** What `layerNorm` scales and shifts by. */
export interface LayerNormParameters {
  /** Scale [D]. */
  weight: tf.Tensor1D;
  /** Shift [D]. */
  bias: tf.Tensor1D;
  /** Added to the variance, which is divided by D and not by D - 1. */
  epsilon: number;
}

/**
 * Brings each row of [R, D] to mean 0 and variance 1, then scales and shifts it:
 * `(x - mean) / √(variance + ε) · weight + bias` (Ba et al. 2016; PyTorch's `layer_norm`).
 */
export function layerNorm(x: tf.Tensor2D, parameters: LayerNormParameters): tf.Tensor2D {
  const { weight, bias, epsilon } = parameters;
  return withGradient([x, weight, bias], {
    forward() {
      const centered = tf.sub(x, tf.mean(x, 1, true)); // [R, D]
      const variance = tf.mean(tf.square(centered), 1, true); // [R, 1]
      const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon)); // [R, 1]
      const normalized = tf.mul(centered, inverseDeviation); // [R, D]
      return {
        value: tf.add<tf.Tensor2D>(tf.mul(normalized, weight), bias),
        saved: [normalized, inverseDeviation, weight],
      };
    },
    backward(upstream, saved) {
      const [normalized, inverseDeviation, weight] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      return [
        inputGradient(tf.mul(upstream, weight), { normalized, inverseDeviation }),
        tf.sum(tf.mul(upstream, normalized), 0), // [D]
        tf.sum(upstream, 0), // [D]
      ];
    },
  });
}

/** `(g - mean(g) - x̂ · mean(g · x̂)) / deviation` with g the gradient of x̂, row by row. */
function inputGradient(
  g: tf.Tensor,
  { normalized, inverseDeviation }: { normalized: tf.Tensor; inverseDeviation: tf.Tensor },
): tf.Tensor {
  const projection = tf.mean(tf.mul(g, normalized), 1, true); // [R, 1]
  const orthogonal = tf.sub(tf.sub(g, tf.mean(g, 1, true)), tf.mul(normalized, projection));
  return tf.mul(orthogonal, inverseDeviation); // [R, D]
}
