import { tf } from "lib/training/tensorflow.ts";
import type { TokenBatch } from "lib/training/transformers/token_batch.ts";

/**
 * Averages each text's tokens, padding left out: `Σ mask · hidden / Σ mask`, [B, T, D] -> [B, D]
 * (sentence-transformers' mean pooling).
 */
export function meanPool(lastHiddenState: tf.Tensor3D, batch: TokenBatch): tf.Tensor2D {
  const weights = tf.tensor(meanWeights(batch), [batch.batch, 1, batch.tokens]); // [B, 1, T]
  const pooled = tf.matMul(weights, lastHiddenState); // [B, 1, D]
  return tf.reshape(pooled, [batch.batch, lastHiddenState.shape[2]]);
}

/** `mask / Σ mask` of each text [B, T]. */
function meanWeights({ batch, tokens, attentionMask }: TokenBatch): Float32Array {
  const weights = Float32Array.from(attentionMask);
  for (let i = 0; i < batch; i++) {
    const row = weights.subarray(i * tokens, (i + 1) * tokens);
    const count = row.reduce((sum, kept) => sum + kept, 0);
    row.forEach((kept, t) => row[t] = kept / count);
  }
  return weights;
}
