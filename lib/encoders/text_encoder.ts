import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { AutoModel, AutoTokenizer, mean_pooling, Tensor } from "@huggingface/transformers";
import { sortedBatches } from "lib/batches.ts";
import type { ModelLocation } from "lib/loaders/model_folder.ts";
import type { DenseMatrix } from "lib/types.ts";
import type { Encoder } from "./encoder.ts";

/** How exact a model's arithmetic is: as trained, or its published 8-bit version. */
export type TextPrecision = keyof typeof WEIGHTS;

const WEIGHTS = {
  f32: { dtype: "fp32", file: "onnx/model.onnx" },
  int8: { dtype: "q8", file: "onnx/model_quantized.onnx" },
} as const;

/** Knobs of `openTextEncoder`. */
export interface TextEncoderOptions {
  /** @default "f32" */
  readonly precision?: TextPrecision;
  /** Tokens of a text that are read, special ones included. @default 512 */
  readonly maxTokens?: number;
  /** Texts at a time. @default 16 */
  readonly batchSize?: number;
}

/** A frozen language model that turns texts into rows [N, D]. */
export interface TextEncoder extends Encoder<string, DenseMatrix> {
  /** All that decides the numbers, for a cache to tell encoders apart. */
  readonly identity: Readonly<Record<string, string | number>>;
}

/**
 * Opens a BERT-family model exported to ONNX as an encoder of texts: the mean of the last hidden
 * state over a text's tokens, divided by its Euclidean norm (sentence-transformers' pooling).
 *
 * In int8 the scale of a layer's input is taken from the whole batch, so a text's numbers depend a
 * little on which texts it is encoded with.
 *
 * @throws {Deno.errors.NotFound} when one of the model's files lies nowhere
 */
export async function openTextEncoder(
  model: ModelLocation,
  options: TextEncoderOptions = {},
): Promise<TextEncoder> {
  const { precision = "f32", maxTokens = 512, batchSize = 16 } = options;
  const { dtype, file } = WEIGHTS[precision];
  const folder = dirname(await model.file("tokenizer.json"));
  const weights = await Deno.readFile(await model.file(file));
  const local = { local_files_only: true };
  const tokenizer = await AutoTokenizer.from_pretrained(folder, local);
  const network = await AutoModel.from_pretrained(folder, { ...local, dtype });
  const encodeBatch = async (texts: string[]): Promise<Float32Array> => {
    const cut = { padding: true, truncation: true, max_length: maxTokens };
    const inputs = tokenizer(texts, cut);
    const { last_hidden_state } = await network(inputs); // [B, T, D]
    const pooled: Tensor = mean_pooling(last_hidden_state, inputs.attention_mask); // [B, D]
    return pooled.normalize().data as Float32Array;
  };
  const columns = (await encodeBatch(["a"])).length;
  return {
    name: `${model.id} ${precision}`,
    columns,
    identity: {
      model: model.id,
      precision,
      maxTokens,
      batchSize,
      weights: `sha256:${createHash("sha256").update(weights).digest("hex")}`,
    },
    async encode(texts) {
      const data = new Float32Array(texts.length * columns);
      const lengths = texts.map(({ length }) => length); // characters go with tokens
      for (const batch of sortedBatches(lengths, { rows: batchSize })) {
        const rows = await encodeBatch(batch.map((row) => texts[row]!));
        batch.forEach((row, i) => {
          data.set(rows.subarray(i * columns, (i + 1) * columns), row * columns);
        });
      }
      return { kind: "dense", rows: texts.length, columns, data };
    },
  };
}
