import { expectField, numberField, parseObject } from "lib/training/transformers/_config_fields.ts";

/** What a BERT-family encoder is made of, from the `config.json` of its Hugging Face folder. */
export interface BertConfig {
  readonly modelType: BertModelType;
  /** V, rows of the word embedding table. */
  readonly vocabSize: number;
  /** D, numbers a token. */
  readonly hiddenSize: number;
  readonly layers: number;
  /** H, attention heads; divides D. */
  readonly heads: number;
  /** Width of the feed-forward layer's middle. */
  readonly intermediateSize: number;
  /** Rows of the position embedding table. */
  readonly maxPositions: number;
  readonly tokenTypes: number;
  readonly layerNormEpsilon: number;
  /** Probability in 0..1 with which a hidden number is dropped in training. */
  readonly hiddenDropout: number;
  /** Probability in 0..1 with which an attention weight is dropped in training. */
  readonly attentionDropout: number;
  /** Standard deviation with which new weights are drawn. */
  readonly initializerRange: number;
  readonly padTokenId: number;
  /** Whether positions count from `padTokenId + 1` and skip padding, as RoBERTa's do. */
  readonly positionsSkipPadding: boolean;
}

const POSITIONS_SKIP_PADDING = {
  bert: false,
  roberta: true,
  "xlm-roberta": true,
  camembert: true,
} as const;

/** The architectures that share BERT's layers. */
export type BertModelType = keyof typeof POSITIONS_SKIP_PADDING;

/** The longest row of tokens the position table reaches. */
export function maxTokens(config: BertConfig): number {
  return config.positionsSkipPadding
    ? config.maxPositions - config.padTokenId - 1
    : config.maxPositions;
}

/**
 * Reads a BERT-family `config.json`.
 *
 * @throws {SyntaxError} when a field is missing or no number, or the text is no JSON object
 * @throws {RangeError} when the architecture, activation or position embedding is not supported
 */
export function parseBertConfig(text: string, source: string): BertConfig {
  const fields = parseObject(text, source);
  const modelType = fields.model_type;
  if (!isBertModelType(modelType)) {
    const known = Object.keys(POSITIONS_SKIP_PADDING).join(", ");
    throw new RangeError(
      `${source}: expected model_type to be one of ${known}, got ${JSON.stringify(modelType)}`,
    );
  }
  expectField(fields, { name: "hidden_act", value: "gelu", source });
  expectField(fields, { name: "position_embedding_type", value: "absolute", source });
  const number = (name: string, otherwise?: number) =>
    numberField(fields, { name, otherwise, source });
  const hiddenSize = number("hidden_size");
  const heads = number("num_attention_heads");
  if (hiddenSize % heads !== 0) {
    throw new RangeError(
      `${source}: expected num_attention_heads to divide hidden_size ${hiddenSize}, got ${heads}`,
    );
  }
  return {
    modelType,
    vocabSize: number("vocab_size"),
    hiddenSize,
    layers: number("num_hidden_layers"),
    heads,
    intermediateSize: number("intermediate_size"),
    maxPositions: number("max_position_embeddings"),
    tokenTypes: number("type_vocab_size"),
    layerNormEpsilon: number("layer_norm_eps", 1e-12),
    hiddenDropout: number("hidden_dropout_prob", 0.1),
    attentionDropout: number("attention_probs_dropout_prob", 0.1),
    initializerRange: number("initializer_range", 0.02),
    padTokenId: number("pad_token_id", POSITIONS_SKIP_PADDING[modelType] ? 1 : 0),
    positionsSkipPadding: POSITIONS_SKIP_PADDING[modelType],
  };
}

function isBertModelType(name: unknown): name is BertModelType {
  return typeof name === "string" && Object.hasOwn(POSITIONS_SKIP_PADDING, name);
}
