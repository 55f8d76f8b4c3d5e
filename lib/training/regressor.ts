import type { Generator } from "lib/random.ts";
import { DEFAULT_TARGETS, namesOf, scoresOf, type Target } from "lib/targets.ts";
import { sortedBatches } from "lib/batches.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { Interruption } from "lib/training/train_options.ts";
import { type BertModel, forward, poolerOutput } from "lib/training/transformers/bert.ts";
import { dropout } from "lib/training/transformers/dropout.ts";
import { linear } from "lib/training/transformers/linear.ts";
import { disposeBert } from "lib/training/transformers/load_bert.ts";
import { meanPool } from "lib/training/transformers/pooling.ts";
import { padBatch, type TokenBatch } from "lib/training/transformers/token_batch.ts";
import type { Tokenizer } from "lib/training/transformers/tokenizer.ts";
import type { Scores } from "lib/types.ts";

/** How a text's tokens become one row: the first one through the pooler, or the mean of all. */
export type Pooling = "pooler" | "mean";

/** A BERT-family encoder with a linear head of one output a target, its score in 0..1. */
export interface Regressor {
  readonly encoder: BertModel;
  readonly tokenizer: Tokenizer;
  readonly pooling: Pooling;
  /** Dropout between the pooled row and the head in training. */
  readonly headDropout: number;
  /** The targets' names, in the order of the outputs [K]. */
  readonly targets: readonly string[];
  /** `head.weight` [K, D] and `head.bias` [K], as PyTorch's `Linear` lays them out. */
  readonly head: ReadonlyMap<string, tf.Variable>;
}

/** What `createRegressor` puts on top of an encoder. */
export interface RegressorOptions {
  readonly pooling: Pooling;
  /** @default 0.1 */
  readonly headDropout?: number;
  /** Seeds the head's weights. */
  readonly generator: Generator;
  /** Scores that the new head gives every text, such as the training mean. @default PyTorch's draw */
  readonly startAt?: Scores;
  /** What it predicts. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/**
 * Puts a new head on an encoder: weights and biases uniform in ±1/√D, as PyTorch's `Linear` draws
 * them, or with `startAt` zero weights and those scores as biases.
 */
export function createRegressor(
  encoder: BertModel,
  tokenizer: Tokenizer,
  options: RegressorOptions,
): Regressor {
  const { pooling, headDropout = 0.1, generator, startAt } = options;
  const targets = namesOf(options.targets ?? DEFAULT_TARGETS);
  const { hiddenSize } = encoder.config;
  const bound = 1 / Math.sqrt(hiddenSize);
  const draw = () => startAt ? 0 : (2 * generator.uniform() - 1) * bound;
  const weight = Float32Array.from({ length: targets.length * hiddenSize }, draw);
  const bias = targets.map((target) => startAt?.[target] ?? draw());
  const head = new Map<string, tf.Variable>([
    ["head.weight", variable(weight, [targets.length, hiddenSize])],
    ["head.bias", variable(bias, [targets.length])],
  ]);
  return { encoder, tokenizer, pooling, headDropout, targets, head };
}

function variable(values: Float32Array | number[], shape: number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, shape)));
}

/** Predicted scores [B, K] in the order of the targets; with a generator dropout is on. */
export function regress(
  regressor: Regressor,
  batch: TokenBatch,
  generator?: Generator,
): tf.Tensor2D {
  const { encoder, pooling, headDropout, head } = regressor;
  const hidden = forward(encoder, batch, { generator }); // [B, T, D]
  const pooled = pooling === "mean" ? meanPool(hidden, batch) : poolerOutput(encoder, hidden);
  const dropped = dropout(pooled, { probability: headDropout, generator }); // [B, D]
  return linear(dropped, {
    weight: head.get("head.weight") as unknown as tf.Tensor2D,
    bias: head.get("head.bias") as unknown as tf.Tensor1D,
  });
}

/** How texts are predicted. */
export interface PredictScoresOptions extends Partial<Interruption> {
  /** Texts at a time. @default 32 */
  readonly batchSize?: number;
}

/** Predicts the scores of texts, in their order. */
export async function predictScores(
  regressor: Regressor,
  texts: readonly string[],
  { batchSize = 32, from = { batches: 0, values: [] }, reached }: PredictScoresOptions = {},
): Promise<Scores[]> {
  const ids = texts.map((text) => regressor.tokenizer.encode(text));
  const batches = sortedBatches(ids.map(({ length }) => length), { rows: batchSize });
  const values = [...from.values];
  for (let at = from.batches; at < batches.length;) {
    const rows = batches[at++]!.map((row) => ids[row]!);
    const batch = padBatch(rows, regressor.encoder.config.padTokenId);
    const predicted = tf.tidy(() => regress(regressor, batch));
    values.push(...await predicted.data());
    predicted.dispose();
    await reached?.({ batches: at, values: [...values] });
  }
  const data = Float64Array.from(values);
  const targets = regressor.targets.map((name) => ({ name }));
  const matrix = { kind: "dense", rows: ids.length, columns: targets.length, data } as const;
  const byBatch = scoresOf(matrix, targets);
  const scores: Scores[] = [];
  batches.flat().forEach((row, i) => scores[row] = byBatch[i]!);
  return scores;
}

/** Frees a regressor's variables. */
export function disposeRegressor({ encoder, head }: Regressor): void {
  disposeBert(encoder);
  tf.dispose([...head.values()]);
}
