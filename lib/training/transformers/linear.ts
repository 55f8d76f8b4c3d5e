import { tf } from "lib/training/tensorflow.ts";
import { withGradient } from "lib/training/transformers/_with_gradient.ts";

/** A linear layer's weights in PyTorch's layout. */
export interface LinearParameters {
  /** [out, in] */
  weight: tf.Tensor2D;
  /** [out] */
  bias: tf.Tensor1D;
}

/** Maps rows [R, in] to [R, out]: `x · weightᵀ + bias` (PyTorch's `linear`). */
export function linear(x: tf.Tensor2D, { weight, bias }: LinearParameters): tf.Tensor2D {
  return withGradient([x, weight, bias], {
    forward: () => ({
      value: tf.add<tf.Tensor2D>(tf.matMul(x, weight, false, true), bias),
      saved: [x, weight],
    }),
    backward(upstream, saved) {
      const [x, weight] = saved as [tf.Tensor, tf.Tensor];
      return [
        tf.matMul(upstream, weight), // [R, in]
        tf.matMul(upstream, x, true, false), // [out, in]
        tf.sum(upstream, 0), // [out]
      ];
    },
  });
}
