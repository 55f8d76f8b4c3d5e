import { tf } from "lib/training/tensorflow.ts";

/** What `dotProductAttention` reads. */
export interface DotProductInputs {
  /** [B, F, H]. */
  readonly queries: tf.Tensor3D;
  /** [B, G, H]. */
  readonly keys: tf.Tensor3D;
  /** [B, G, H]. */
  readonly values: tf.Tensor3D;
  /** Added to the logits, broadcast to [B, heads, F, G]. */
  readonly bias: tf.Tensor;
  /** Into how many the H columns are divided. */
  readonly heads: number;
}

/**
 * What each query reads from the keys' values [B, F, H]: `softmax(q kᵀ / sqrt(H / heads) + bias) v`
 * for each head's columns by themselves (Vaswani et al., "Attention is all you need", 2017; PyTorch's
 * `scaled_dot_product_attention`).
 */
export function dotProductAttention(
  { queries, keys, values, bias, heads }: DotProductInputs,
): tf.Tensor3D {
  const [q, k, v] = [queries, keys, values].map((x) => divideHeads(x, heads));
  const logits = tf.div(tf.matMul(q!, k!, false, true), Math.sqrt(q!.shape[3]!));
  const attention = tf.softmax(tf.add(logits, bias)); // [B, heads, F, G]
  const read = tf.transpose(tf.matMul(attention, v!), [0, 2, 1, 3]); // [B, F, heads, H / heads]
  return tf.reshape(read, queries.shape);
}

/** [B, F, H] as [B, heads, F, H / heads]. */
function divideHeads(x: tf.Tensor3D, heads: number): tf.Tensor4D {
  const [batch, frames, columns] = x.shape;
  return tf.transpose(tf.reshape(x, [batch, frames, heads, columns / heads]), [0, 2, 1, 3]);
}
