import { tf } from "lib/training/tensorflow.ts";
import { withGradient } from "lib/training/transformers/_with_gradient.ts";

/**
 * Gaussian error linear unit of any shape, `x Φ(x)` with `Φ(x) = (1 + erf(x / √2)) / 2`
 * (Hendrycks and Gimpel 2016; PyTorch's `gelu` with `approximate="none"`); its derivative is
 * `Φ(x) + x φ(x)`.
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return withGradient<T>([x], {
    forward() {
      const cumulative = normalCumulative(x);
      return { value: tf.mul(x, cumulative), saved: [x, cumulative] };
    },
    backward(upstream, saved) {
      const [x, cumulative] = saved as [tf.Tensor, tf.Tensor];
      return [tf.mul(upstream, tf.add(cumulative, tf.mul(x, normalDensity(x))))];
    },
  });
}

function normalCumulative(x: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(tf.erf(tf.mul(x, Math.SQRT1_2)), 0.5), 0.5);
}

function normalDensity(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
}
