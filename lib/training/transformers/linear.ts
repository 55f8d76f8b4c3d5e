import { tf } from "lib/training/tensorflow.ts";

/** A linear layer's weights in PyTorch's layout. */
export interface LinearParameters {
  /** [out, in] */
  weight: tf.Tensor2D;
  /** [out] */
  bias: tf.Tensor1D;
}

/** Maps rows [R, in] to [R, out]: `x · weightᵀ + bias` (PyTorch's `linear`). */
export function linear(x: tf.Tensor2D, parameters: LinearParameters): tf.Tensor2D {
  return tf.add(tf.matMul(x, parameters.weight, false, true), parameters.bias);
}
