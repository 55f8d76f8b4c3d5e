import type { Generator } from "lib/random.ts";
import { tf } from "lib/training/tensorflow.ts";
import { selfAttention } from "lib/training/transformers/attention.ts";
import { type BertConfig, maxTokens } from "lib/training/transformers/config.ts";
import { dropout } from "lib/training/transformers/dropout.ts";
import { embedding } from "lib/training/transformers/embedding.ts";
import { gelu } from "lib/training/transformers/gelu.ts";
import { layerNorm } from "lib/training/transformers/layer_norm.ts";
import { linear } from "lib/training/transformers/linear.ts";
import { linearAt, parameterAt } from "lib/training/transformers/_parameter_at.ts";
import { positionIds } from "lib/training/transformers/position_ids.ts";
import type { TokenBatch } from "lib/training/transformers/token_batch.ts";

/** Weights by their Hugging Face names, without the architecture's prefix. */
export type Parameters = ReadonlyMap<string, tf.Variable>;

/** A BERT-family encoder. */
export interface BertModel {
  readonly config: BertConfig;
  readonly parameters: Parameters;
}

/** How `forward` runs. */
export interface ForwardOptions {
  /** Seeds the dropout of training; without one nothing is dropped. @default none */
  generator?: Generator;
}

/**
 * Hidden state of each token after the last layer, [B, T] -> [B, T, D]: Hugging Face's
 * `last_hidden_state`, differentiable in every parameter.
 *
 * @throws {RangeError} when the texts are longer than the position table, or an id is no row of the
 * vocabulary
 */
export function forward(
  model: BertModel,
  batch: TokenBatch,
  options: ForwardOptions = {},
): tf.Tensor3D {
  checkBatch(model.config, batch);
  const pass = { ...model, ...options, batch, bias: maskBias(batch) };
  let x = embed(pass); // [B·T, D]
  for (let i = 0; i < model.config.layers; i++) {
    const encode = () => encodeLayer(x, pass, `encoder.layer.${i}`);
    x = options.generator ? encode() : tf.tidy(encode); // in training, a step frees all at its end
  }
  return tf.reshape(x, [batch.batch, batch.tokens, model.config.hiddenSize]);
}

/**
 * The first token's hidden state through the pooler, `tanh(W h + b)`: [B, T, D] -> [B, D], Hugging
 * Face's `pooler_output`.
 */
export function poolerOutput(model: BertModel, lastHiddenState: tf.Tensor3D): tf.Tensor2D {
  const [batch, , size] = lastHiddenState.shape;
  const first = tf.reshape(tf.slice(lastHiddenState, [0, 0, 0], [batch, 1, size]), [batch, size]);
  return tf.tanh(linear(first as tf.Tensor2D, linearAt(model, "pooler.dense")));
}

interface Pass extends BertModel, ForwardOptions {
  readonly batch: TokenBatch;
  readonly bias?: tf.Tensor4D;
}

function embed(pass: Pass): tf.Tensor2D {
  const { config, batch } = pass;
  const words = embedding(parameterAt(pass, "embeddings.word_embeddings.weight"), {
    rows: batch.inputIds,
    paddingRow: config.padTokenId,
  });
  const positions = embedding(parameterAt(pass, "embeddings.position_embeddings.weight"), {
    rows: positionIds(batch, config),
    paddingRow: config.positionsSkipPadding ? config.padTokenId : undefined,
  });
  const types = parameterAt<tf.Tensor2D>(pass, "embeddings.token_type_embeddings.weight");
  const firstType = tf.slice(types, [0, 0], [1, config.hiddenSize]); // [1, D]
  const sum = tf.add<tf.Tensor2D>(tf.add(words, firstType), positions); // [B·T, D]
  return dropHidden(normAt(sum, pass, "embeddings.LayerNorm"), pass);
}

/** One post-norm transformer layer, [B·T, D] -> [B·T, D]. */
function encodeLayer(x: tf.Tensor2D, pass: Pass, layer: string): tf.Tensor2D {
  const attended = dropHidden(attend(x, pass, `${layer}.attention`), pass);
  const middle = normAt(tf.add(x, attended), pass, `${layer}.attention.output.LayerNorm`);
  const widened = gelu(linear(middle, linearAt(pass, `${layer}.intermediate.dense`)));
  const narrowed = dropHidden(linear(widened, linearAt(pass, `${layer}.output.dense`)), pass);
  return normAt(tf.add(middle, narrowed), pass, `${layer}.output.LayerNorm`);
}

function attend(x: tf.Tensor2D, pass: Pass, attention: string): tf.Tensor2D {
  const parameters = {
    query: linearAt(pass, `${attention}.self.query`),
    key: linearAt(pass, `${attention}.self.key`),
    value: linearAt(pass, `${attention}.self.value`),
    output: linearAt(pass, `${attention}.output.dense`),
  };
  return selfAttention(x, parameters, {
    batch: pass.batch.batch,
    tokens: pass.batch.tokens,
    heads: pass.config.heads,
    bias: pass.bias,
    dropout: pass.config.attentionDropout,
    generator: pass.generator,
  });
}

function dropHidden(x: tf.Tensor2D, { config, generator }: Pass): tf.Tensor2D {
  return dropout(x, { probability: config.hiddenDropout, generator });
}

/** Scores of padding are lowered so far that softmax gives it exactly 0: [B, 1, 1, T]. */
function maskBias({ batch, tokens, attentionMask }: TokenBatch): tf.Tensor4D | undefined {
  if (attentionMask.every((kept) => kept === 1)) return undefined;
  const bias = Float32Array.from(attentionMask, (kept) => kept === 1 ? 0 : -1e9);
  return tf.tensor4d(bias, [batch, 1, 1, tokens]);
}

function normAt(x: tf.Tensor2D, model: BertModel, name: string): tf.Tensor2D {
  return layerNorm(x, {
    weight: parameterAt(model, `${name}.weight`),
    bias: parameterAt(model, `${name}.bias`),
    epsilon: model.config.layerNormEpsilon,
  });
}

function checkBatch(config: BertConfig, { tokens, inputIds }: TokenBatch): void {
  if (tokens > maxTokens(config)) {
    throw new RangeError(
      `Cannot encode ${tokens} tokens: expected at most ${maxTokens(config)}, the positions of ` +
        `this ${config.modelType} model`,
    );
  }
  const stranger = inputIds.find((id) => id < 0 || id >= config.vocabSize);
  if (stranger !== undefined) {
    throw new RangeError(
      `Cannot encode token id ${stranger}: expected 0..${
        config.vocabSize - 1
      }, the vocabulary of ` +
        `this ${config.modelType} model; its tokenizer does not belong to it`,
    );
  }
}
