import { tf } from "lib/training/tensorflow.ts";

/**
 * Gaussian error linear unit of any shape, `x Φ(x)` with `Φ(x) = (1 + erf(x / √2)) / 2`
 * (Hendrycks and Gimpel 2016; PyTorch's `gelu` with `approximate="none"`).
 *
 * Its derivative `Φ(x) + x φ(x)` is given, which takes half the kernels of the composed one.
 */
export const gelu = tf.customGrad((x, save) => {
  const input = x as tf.Tensor;
  const cumulative = normalCumulative(input); // same shape as x
  (save as tf.GradSaveFunc)([input, cumulative]);
  return {
    value: tf.mul(input, cumulative),
    gradFunc: (upstream, saved) => {
      const [input, cumulative] = saved as [tf.Tensor, tf.Tensor];
      const weighted = tf.mul(input, normalDensity(input));
      return tf.mul(upstream, tf.add(cumulative, weighted));
    },
  };
}) as <T extends tf.Tensor>(x: T) => T;

function normalCumulative(x: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(tf.erf(tf.mul(x, Math.SQRT1_2)), 0.5), 0.5);
}

function normalDensity(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
}
