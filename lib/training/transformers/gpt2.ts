import type { Generator } from "lib/random.ts";
import { tf } from "lib/training/tensorflow.ts";
import { attend, type Heads } from "lib/training/transformers/attend.ts";
import { dropout } from "lib/training/transformers/dropout.ts";
import { embedding } from "lib/training/transformers/embedding.ts";
import type { Gpt2Config, Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import { runBlocks } from "lib/training/transformers/_gpt2_block.ts";
import { parameterAt } from "lib/training/transformers/_parameter_at.ts";
import type { TokenBatch } from "lib/training/transformers/token_batch.ts";

/** How `gpt2Forward` runs. */
export interface Gpt2ForwardOptions {
  /** Seeds the dropout of training; without one nothing is dropped. @default none */
  readonly generator?: Generator;
  /** Hears each layer's keys and values [B, H, T, D / H], for a cache. @default nobody */
  readonly onLayer?: (heads: Heads, layer: number) => void;
}

/**
 * Hidden state of each token after the last norm, [B, T] -> [B·T, D]: Hugging Face's
 * `last_hidden_state`, differentiable in every parameter. A token sees itself and those before it;
 * padding stands on the right.
 *
 * @throws {RangeError} when the texts are longer than the position table, or an id is no row of the
 * vocabulary
 */
export function gpt2Forward(
  model: Gpt2Model,
  batch: TokenBatch,
  options: Gpt2ForwardOptions = {},
): tf.Tensor2D {
  const { generator, onLayer } = options;
  const positions = batch.inputIds.map((_, i) => i % batch.tokens);
  const x = gpt2Embed(model, { ids: batch.inputIds, positions, generator }); // [B·T, D]
  const bias = causalBias(batch.tokens);
  return runBlocks(x, model, {
    batch: batch.batch,
    tokens: batch.tokens,
    generator,
    attention(heads, layer) {
      onLayer?.(heads, layer);
      return attend(heads, { bias, dropout: model.config.attentionDropout, generator });
    },
  });
}

/** Scores of the next token from hidden states, through the embedding table: [R, D] -> [R, V]. */
export function gpt2Logits(model: Gpt2Model, hidden: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(hidden, parameterAt<tf.Tensor2D>(model, "wte.weight"), false, true);
}

/** R tokens and where each stands in its text. */
export interface Gpt2Tokens {
  readonly ids: Int32Array;
  /** Counted from 0. */
  readonly positions: Int32Array;
  readonly generator?: Generator;
}

/**
 * What enters the first layer: token plus position embedding, [R, D].
 *
 * @throws {RangeError} when a position or an id lies outside its table
 */
export function gpt2Embed(model: Gpt2Model, tokens: Gpt2Tokens): tf.Tensor2D {
  const { ids, positions, generator } = tokens;
  checkTokens(model.config, tokens);
  const words = embedding(parameterAt(model, "wte.weight"), { rows: ids });
  const places = embedding(parameterAt(model, "wpe.weight"), { rows: positions });
  const probability = model.config.embeddingDropout;
  return dropout(tf.add(words, places) as tf.Tensor2D, { probability, generator });
}

/** Scores of later tokens are lowered so far that softmax gives them exactly 0: [1, 1, T, T]. */
function causalBias(tokens: number): tf.Tensor4D {
  const bias = new Float32Array(tokens * tokens);
  for (let t = 0; t < tokens; t++) bias.fill(-1e9, t * tokens + t + 1, (t + 1) * tokens);
  return tf.tensor4d(bias, [1, 1, tokens, tokens]);
}

function checkTokens({ maxPositions, vocabSize }: Gpt2Config, tokens: Gpt2Tokens): void {
  const last = tokens.positions.reduce((highest, position) => Math.max(highest, position), 0);
  if (last >= maxPositions) {
    throw new RangeError(
      `Cannot read ${last + 1} tokens: expected at most ${maxPositions}, this GPT-2's positions`,
    );
  }
  const stranger = tokens.ids.find((id) => id < 0 || id >= vocabSize);
  if (stranger !== undefined) {
    throw new RangeError(
      `Cannot read token id ${stranger}: expected 0..${vocabSize - 1}, this GPT-2's vocabulary; ` +
        "its tokenizer does not belong to it",
    );
  }
}
