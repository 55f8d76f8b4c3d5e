import { tf } from "lib/training/tensorflow.ts";

const SCALE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/**
 * The tanh approximation of the Gaussian error linear unit, any shape:
 * `x (1 + tanh(√(2 / π) (x + 0.044715 x³))) / 2` (Hendrycks and Gimpel 2016; transformers'
 * `gelu_new`).
 *
 * Its derivative `(1 + t) / 2 + x (1 - t²) √(2 / π) (1 + 0.134145 x²) / 2`, with t the tanh, is
 * given, which takes fewer kernels than the composed one.
 */
export const geluTanh = tf.customGrad((x, save) => {
  const input = x as tf.Tensor;
  const square = tf.square(input);
  const inner = tf.mul(input, tf.add(tf.mul(square, SCALE * CUBIC), SCALE));
  const tanh = tf.tanh(inner); // same shape as x
  (save as tf.GradSaveFunc)([input, tanh]);
  return {
    value: tf.mul(input, halfAbove(tanh)),
    gradFunc: (upstream, saved) => {
      const [input, tanh] = saved as [tf.Tensor, tf.Tensor];
      return tf.mul(upstream, tf.add(halfAbove(tanh), slopeOfTanh(input, tanh)));
    },
  };
}) as <T extends tf.Tensor>(x: T) => T;

/** `(1 + t) / 2` */
function halfAbove(tanh: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(tanh, 0.5), 0.5);
}

/** `x / 2 · dt/dx` */
function slopeOfTanh(x: tf.Tensor, tanh: tf.Tensor): tf.Tensor {
  const inner = tf.add(tf.mul(tf.square(x), 1.5 * SCALE * CUBIC), 0.5 * SCALE);
  return tf.mul(tf.mul(x, tf.sub(1, tf.square(tanh))), inner);
}
