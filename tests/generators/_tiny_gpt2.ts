import { gpt2Forward, gpt2Logits } from "lib/training/transformers/gpt2.ts";
import type { Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { tf } from "lib/training/tensorflow.ts";

/** Probabilities of the token after a text, from a whole pass without a cache. */
export function uncachedProbabilities(model: Gpt2Model, ids: readonly number[]): number[] {
  return tf.tidy(() => {
    const logits = gpt2Logits(model, gpt2Forward(model, padBatch([ids], 0)));
    const probabilities = tf.softmax(logits).arraySync() as number[][];
    return probabilities.at(-1)!;
  });
}
