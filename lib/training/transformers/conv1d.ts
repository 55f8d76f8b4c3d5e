import { tf } from "lib/training/tensorflow.ts";

/** A linear layer's weights in GPT-2's layout, the transpose of `LinearParameters`. */
export interface Conv1DParameters {
  /** [in, out] */
  weight: tf.Tensor2D;
  /** [out] */
  bias: tf.Tensor1D;
}

/** Maps rows [R, in] to [R, out]: `x · weight + bias` (transformers' `Conv1D`). */
export function conv1D(x: tf.Tensor2D, parameters: Conv1DParameters): tf.Tensor2D {
  return tf.add(tf.matMul(x, parameters.weight), parameters.bias);
}
