import { tf } from "lib/training/tensorflow.ts";

/** What scores frames of D columns: V [D, H], c [H] and w [H, 1]. */
export interface Scorer {
  readonly V: tf.Tensor;
  readonly c: tf.Tensor;
  readonly w: tf.Tensor;
}

/** Added to the score of what may not be attended to, so that softmax makes it 0. */
export const MASKED = -1e9;

/**
 * Attention `softmax(w · tanh(V x_f + c))` [B, F] over the frames of x [B, F, D] where the mask
 * [B, F] is 1, and alike to all frames of a sequence where it nowhere is.
 */
export function scoreFrames(x: tf.Tensor3D, { V, c, w }: Scorer, mask: tf.Tensor2D): tf.Tensor2D {
  const scores = tf.squeeze(project(tf.tanh(tf.add(project(x, V), c)), w), [2]); // [B, F]
  return tf.softmax(tf.add(scores, tf.mul(tf.sub(1, mask), MASKED))) as tf.Tensor2D;
}

/** Multiplies each row of x [B, F, D] by weights [D, E]: [B, F, E]. */
export function project(x: tf.Tensor3D, weights: tf.Tensor): tf.Tensor3D {
  const [batch, frames, columns] = x.shape;
  const flat = tf.reshape(x, [batch * frames, columns]);
  const product = tf.matMul(flat, weights as tf.Tensor2D); // [B · F, E]
  return tf.reshape(product, [batch, frames, product.shape[1]!]);
}
