import { tf } from "lib/training/tensorflow.ts";

/** An operation and how gradients pass back through it. */
export interface Differentiable<T extends tf.Tensor> {
  /** Computes the value, and names the tensors that `backward` needs. */
  forward(): { value: T; saved: tf.Tensor[] };
  /** The gradient of each input, from the value's and what was saved. */
  backward(upstream: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[];
}

/**
 * Runs an operation with a gradient of its own. Of what either direction computes on its way,
 * nothing stays in memory but the saved tensors, whereas TensorFlow.js keeps every intermediate
 * until the whole step ends.
 */
export function withGradient<T extends tf.Tensor>(
  inputs: tf.Tensor[],
  operation: Differentiable<T>,
): T {
  const run = tf.customGrad((...parts) => {
    const save = parts.at(-1) as tf.GradSaveFunc;
    const { value, saved } = operation.forward();
    save(saved);
    return {
      value,
      gradFunc: (upstream, saved) => tf.tidy(() => operation.backward(upstream, saved)),
    };
  });
  return run(...inputs) as T;
}
