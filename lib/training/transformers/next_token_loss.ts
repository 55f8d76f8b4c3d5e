import type { Generator } from "lib/random.ts";
import type { tf } from "lib/training/tensorflow.ts";
import { crossEntropy } from "lib/training/transformers/cross_entropy.ts";
import { embedding } from "lib/training/transformers/embedding.ts";
import { gpt2Forward, gpt2Logits } from "lib/training/transformers/gpt2.ts";
import type { Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import { padBatch, type TokenBatch } from "lib/training/transformers/token_batch.ts";

/** A prompt and what is to follow it, as token ids. */
export interface Continuation {
  readonly prompt: readonly number[];
  /** The end token included, if the model is to learn to stop. */
  readonly answer: readonly number[];
}

/** Which tokens a model is trained to predict: the answer's, or the prompt's too. */
export type LossOn = "answer" | "all";

/** Texts of one step and what is to be predicted in them. */
export interface NextTokenBatch {
  readonly tokens: TokenBatch;
  /** Positions [N] in 0..B·T-1 from which the next token is predicted. */
  readonly places: Int32Array;
  /** The tokens [N] that follow them. */
  readonly targets: Int32Array;
}

/**
 * Gathers prompts and answers for `nextTokenLoss`.
 *
 * @throws {RangeError} when there is no text, or one has no answer or no token before it
 */
export function nextTokenBatch(rows: readonly Continuation[], lossOn: LossOn): NextTokenBatch {
  const bare = rows.findIndex(({ prompt, answer }) => prompt.length === 0 || answer.length === 0);
  if (bare >= 0) {
    throw new RangeError(
      "Cannot train on a text: expected a prompt and an answer, got " +
        `${rows[bare]!.prompt.length} and ${rows[bare]!.answer.length} tokens in row ${bare}`,
    );
  }
  const ids = rows.map(({ prompt, answer }) => [...prompt, ...answer]);
  const tokens = padBatch(ids, 0);
  const places = rows.flatMap(({ prompt }, row) => {
    const first = lossOn === "all" ? 1 : prompt.length;
    return ids[row]!.slice(first).map((_, i) => row * tokens.tokens + first + i - 1);
  });
  const targets = places.map((place) => tokens.inputIds[place + 1]!);
  return { tokens, places: Int32Array.from(places), targets: Int32Array.from(targets) };
}

/** Mean cross entropy of the tokens to be predicted; the generator seeds dropout. */
export function nextTokenLoss(
  model: Gpt2Model,
  batch: NextTokenBatch,
  generator?: Generator,
): tf.Scalar {
  const hidden = gpt2Forward(model, batch.tokens, { generator }); // [B·T, D]
  const predicting = embedding(hidden, { rows: batch.places }); // [N, D]
  return crossEntropy(gpt2Logits(model, predicting), batch.targets);
}
