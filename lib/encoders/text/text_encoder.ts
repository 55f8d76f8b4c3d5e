import { sortedBatches } from "lib/batches.ts";
import type { Encoder } from "lib/encoders/encoder.ts";
import { poolTokens } from "lib/encoders/text/_pool_tokens.ts";
import { openTextModel } from "lib/encoders/text/_text_model.ts";
import { loadTokenizer } from "lib/encoders/text/_token_ids.ts";
import type { Precision } from "lib/encoders/precision.ts";
import { type ModelFiles, modelName } from "lib/loaders/models/model_files.ts";
import type { OpenCheckpoint } from "lib/loaders/models/text_model.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Knobs of `openTextEncoder`. */
export interface TextEncoderOptions {
  /** In int8 products are rounded as `quantiseOnnx` does. @default "f32" */
  readonly precision?: Precision;
  /** Tokens of a text that are read, special ones included. @default 512, or the model's limit */
  readonly maxTokens?: number;
  /** Texts at a time; few, so that a layer's numbers stay in the CPU's cache. @default 4 */
  readonly batchSize?: number;
  /** Threads of ONNX Runtime. @default 0, one a core */
  readonly threads?: number;
  /**
   * Opens a model that has no `onnx/model.onnx` by its `model.safetensors`, such as
   * `openBertCheckpoint` of the room that trains. @default nothing does, and it is an error
   */
  readonly openCheckpoint?: OpenCheckpoint;
}

/** A frozen language model that turns texts into rows [N, D]. */
export interface TextEncoder extends Encoder<string, DenseMatrix> {
  /** All that decides the numbers, for a cache to tell encoders apart. */
  readonly identity: Readonly<Record<string, string | number>>;
  /** The published model, for the cards of what is made from it. */
  readonly source?: Pick<ModelFiles, "id" | "revision">;
}

/**
 * Opens a BERT-family model as an encoder of texts: the mean of the last hidden
 * state over a text's tokens, divided by its Euclidean norm (sentence-transformers' pooling).
 *
 * The tokenizer is @huggingface/transformers'; the model runs in ONNX Runtime directly, as
 * transformers.js opens files but not a model that was quantised in memory. A model that is published
 * without an ONNX file runs through `openCheckpoint`. But for rounding, a text's numbers do not depend
 * on the texts it is encoded with, in either precision.
 *
 * @throws {ModelError} when one of the model's files lies nowhere
 * @throws {SyntaxError} when a file is broken, with what to do
 * @throws {TypeError} when the model does not give `last_hidden_state`, or cannot be quantised
 * @throws {RangeError} when a size is no positive whole number, or a model without an ONNX file is
 * asked for in int8
 */
export async function openTextEncoder(
  model: ModelFiles,
  options: TextEncoderOptions = {},
): Promise<TextEncoder> {
  const { precision = "f32", maxTokens = 512, batchSize = 4, threads, openCheckpoint } = options;
  const tokenizer = await loadTokenizer(model, { maxTokens });
  const { padTokenId } = tokenizer;
  const opening = { precision, padTokenId, threads, openCheckpoint };
  const { run, weights } = await openTextModel(model, opening);
  const name = await modelName(model);
  const encodeBatch: EncodeBatch = async (ids) => poolTokens(await run(ids));
  const columns = (await encodeBatch([tokenizer.encode("")])).length;
  return {
    name: `${name} ${precision}`,
    columns,
    identity: { model: name, precision, maxTokens, weights, tokenizer: tokenizer.digest },
    source: { id: model.id, revision: model.revision },
    encode: async (texts) => {
      const data = new Float32Array(texts.length * columns);
      await fillRows(data, texts.map(tokenizer.encode), { encodeBatch, batchSize });
      return { kind: "dense", rows: texts.length, columns, data };
    },
  };
}

/** Turns a batch of tokenised texts into rows [B, D]. */
type EncodeBatch = (texts: readonly (readonly number[])[]) => Promise<Float32Array>;

/** Encodes tokenised texts in batches of alike length, each into its own row of [N, D]. */
async function fillRows(
  data: Float32Array,
  texts: readonly number[][],
  { encodeBatch, batchSize }: { readonly encodeBatch: EncodeBatch; readonly batchSize: number },
): Promise<void> {
  const columns = data.length / texts.length;
  const lengths = texts.map(({ length }) => length);
  for (const batch of sortedBatches(lengths, { rows: batchSize })) {
    const rows = await encodeBatch(batch.map((row) => texts[row]!)); // [B, D]
    batch.forEach((row, i) => {
      data.set(rows.subarray(i * columns, (i + 1) * columns), row * columns);
    });
  }
}
