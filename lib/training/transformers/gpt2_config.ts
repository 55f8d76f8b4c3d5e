import type { Parameters } from "lib/training/checkpoint.ts";
import { expectField, numberField, parseObject } from "lib/training/transformers/_config_fields.ts";

/** What a GPT-2 is made of, from the `config.json` of its Hugging Face folder. */
export interface Gpt2Config {
  /** V, rows of the token embedding table, which the output layer shares. */
  readonly vocabSize: number;
  /** D, numbers a token. */
  readonly hiddenSize: number;
  readonly layers: number;
  /** H, attention heads; divides D. */
  readonly heads: number;
  /** Width of the feed-forward layer's middle. */
  readonly intermediateSize: number;
  /** Rows of the position embedding table: the longest row of tokens. */
  readonly maxPositions: number;
  readonly layerNormEpsilon: number;
  /** Probability in 0..1 with which a number of the embeddings is dropped in training. */
  readonly embeddingDropout: number;
  /** Probability in 0..1 with which a number of a layer's output is dropped in training. */
  readonly residualDropout: number;
  /** Probability in 0..1 with which an attention weight is dropped in training. */
  readonly attentionDropout: number;
  /** Standard deviation with which new weights are drawn. */
  readonly initializerRange: number;
  /** The token that ends a text. */
  readonly endTokenId: number;
}

/** A GPT-2; weights by their Hugging Face names, without `transformer.`. */
export interface Gpt2Model {
  readonly config: Gpt2Config;
  readonly parameters: Parameters;
}

/** Variants of GPT-2 that are not computed, and what the published models say instead. */
const ONLY = {
  model_type: "gpt2",
  activation_function: "gelu_new",
  tie_word_embeddings: true,
  scale_attn_weights: true,
  scale_attn_by_inverse_layer_idx: false,
  reorder_and_upcast_attn: false,
  add_cross_attention: false,
} as const;

/**
 * Reads a GPT-2's `config.json`.
 *
 * @throws {SyntaxError} when a field is missing or no number, or the text is no JSON object
 * @throws {RangeError} when the architecture or a variant of it is not supported
 */
export function parseGpt2Config(text: string, source: string): Gpt2Config {
  const fields = parseObject(text, source);
  if (fields.model_type === undefined) {
    throw new SyntaxError(`${source}: expected model_type "gpt2", found none`);
  }
  for (const [name, value] of Object.entries(ONLY)) expectField(fields, { name, value, source });
  const number = (name: string, otherwise?: number) =>
    numberField(fields, { name, otherwise, source });
  const config: Gpt2Config = {
    vocabSize: number("vocab_size"),
    hiddenSize: number("n_embd"),
    layers: number("n_layer"),
    heads: number("n_head"),
    intermediateSize: number("n_inner", 4 * number("n_embd")),
    maxPositions: number("n_positions"),
    layerNormEpsilon: number("layer_norm_epsilon", 1e-5),
    embeddingDropout: number("embd_pdrop", 0.1),
    residualDropout: number("resid_pdrop", 0.1),
    attentionDropout: number("attn_pdrop", 0.1),
    initializerRange: number("initializer_range", 0.02),
    endTokenId: number("eos_token_id", 50256),
  };
  checkGpt2Config(config, source);
  return config;
}

/**
 * Refuses sizes that fit no GPT-2.
 *
 * @throws {RangeError} when the heads do not divide the width, or the end is no token
 */
export function checkGpt2Config(config: Gpt2Config, source: string): void {
  const { hiddenSize, heads, endTokenId, vocabSize } = config;
  if (hiddenSize % heads !== 0) {
    throw new RangeError(`${source}: expected heads that divide ${hiddenSize}, got ${heads}`);
  }
  if (endTokenId >= vocabSize) {
    throw new RangeError(
      `${source}: expected an end token in the vocabulary of ${vocabSize}, got ${endTokenId}`,
    );
  }
}
