import type { Generator } from "lib/random.ts";
import { tf } from "lib/training/tensorflow.ts";
import { attend } from "lib/training/transformers/attend.ts";
import { linear, type LinearParameters } from "lib/training/transformers/linear.ts";

/** The four linear layers of multi-head attention, each [D, D]. */
export interface AttentionParameters {
  query: LinearParameters;
  key: LinearParameters;
  value: LinearParameters;
  output: LinearParameters;
}

/** How tokens are laid out and masked in `selfAttention`. */
export interface AttentionOptions {
  /** B, texts in the batch. */
  batch: number;
  /** T, tokens a text, padding included. */
  tokens: number;
  /** H */
  heads: number;
  /** Added to the scores, broadcast to [B, H, T, T]; without one every token sees every other. */
  bias?: tf.Tensor4D;
  /** Probability in 0..1 with which an attention weight is dropped. */
  dropout: number;
  generator?: Generator;
}

/**
 * Multi-head scaled dot-product attention of tokens [B·T, D] to themselves, before its output
 * layer's dropout and residual: `softmax(Q Kᵀ / √(D / H) + bias) V` (Vaswani et al. 2017).
 */
export function selfAttention(
  x: tf.Tensor2D,
  parameters: AttentionParameters,
  options: AttentionOptions,
): tf.Tensor2D {
  const query = splitHeads(linear(x, parameters.query), options);
  const key = splitHeads(linear(x, parameters.key), options);
  const value = splitHeads(linear(x, parameters.value), options);
  return linear(joinHeads(attend({ query, key, value }, options)), parameters.output);
}

/** [B·T, D] -> [B, H, T, D / H] */
export function splitHeads(
  x: tf.Tensor2D,
  { batch, tokens, heads }: Pick<AttentionOptions, "batch" | "tokens" | "heads">,
): tf.Tensor4D {
  const size = x.shape[1] / heads;
  const split: tf.Tensor4D = tf.reshape(x, [batch, tokens, heads, size]); // [B, T, H, D / H]
  return tf.transpose(split, [0, 2, 1, 3]);
}

/** [B, H, T, D / H] -> [B·T, D] */
export function joinHeads(x: tf.Tensor4D): tf.Tensor2D {
  const [batch, heads, tokens, size] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch * tokens, heads * size]);
}
