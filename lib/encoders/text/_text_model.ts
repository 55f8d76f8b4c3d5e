import * as ort from "onnxruntime-node";
import { openChangedOnnx, openOnnxFile, readOnnxFile } from "lib/encoders/onnx/onnx_file.ts";
import { quantiseOnnxFile } from "lib/encoders/onnx/quantise_onnx_file.ts";
import type { Precision } from "lib/encoders/precision.ts";
import { type ModelFiles, modelName } from "lib/loaders/models/model_files.ts";
import type { OpenCheckpoint, TextModel } from "lib/loaders/models/text_model.ts";
import { digestOfBytes } from "lib/storage/digest.ts";

/** How `openTextModel` opens a model. */
export interface TextModelOptions {
  readonly precision: Precision;
  readonly padTokenId: number;
  /** Threads of ONNX Runtime. @default 0, one a core */
  readonly threads?: number;
  /** Opens a model that has no ONNX file. @default nothing does, and it is an error */
  readonly openCheckpoint?: OpenCheckpoint;
}

const ONNX = "onnx/model.onnx";
const HIDDEN = "last_hidden_state";

/**
 * Opens a model of the BERT family: by its ONNX file, or where it has none by its `model.safetensors`
 * through what the caller hands in.
 *
 * @throws {ModelError} when its files lie nowhere
 * @throws {SyntaxError} when a file is broken
 * @throws {TypeError} when an ONNX model takes other inputs, does not give `last_hidden_state` or
 * cannot be quantised
 * @throws {RangeError} when a model without an ONNX file is asked for in int8
 */
export async function openTextModel(
  model: ModelFiles,
  options: TextModelOptions,
): Promise<TextModel> {
  const { openCheckpoint, padTokenId, precision } = options;
  if (openCheckpoint === undefined || await model.has(ONNX)) return await openOnnx(model, options);
  if (precision === "f32") return await openCheckpoint(model, { padTokenId });
  throw new RangeError(
    `Cannot open ${await modelName(model)} in ${precision}: it has no ${ONNX}, and a model's ` +
      "model.safetensors is computed in f32 only",
  );
}

async function openOnnx(
  model: ModelFiles,
  { precision, padTokenId, threads }: TextModelOptions,
): Promise<TextModel> {
  const file = await readOnnxFile(model, ONNX);
  const quantised = precision === "int8" ? await quantiseOnnxFile(file) : undefined;
  const session = quantised
    ? await openChangedOnnx(quantised, file, { threads })
    : await openOnnxFile(file, { threads });
  checkNames(session, await modelName(model));
  return {
    weights: quantised ? `sha256:${digestOfBytes(quantised)}` : file.digest,
    run: runOf(session, padTokenId),
  };
}

function runOf(session: ort.InferenceSession, padTokenId: number): TextModel["run"] {
  return async (texts) => {
    const inputs = padded(texts, padTokenId);
    const feeds = Object.fromEntries(session.inputNames.map((name) => [name, inputs[name]!]));
    const { data, dims } = (await session.run(feeds, [HIDDEN]))[HIDDEN]!; // [B, T, D]
    const lengths = texts.map(({ length }) => length);
    return { data: data as Float32Array, lengths, columns: dims[2]! };
  };
}

function checkNames({ inputNames, outputNames }: ort.InferenceSession, id: string): void {
  const known = Object.keys(padded([[0]], 0));
  if (outputNames.includes(HIDDEN) && inputNames.every((name) => known.includes(name))) return;
  throw new TypeError(
    `Cannot use ${id} as an encoder of texts: expected inputs among ${known.join(", ")} and the ` +
      `output ${HIDDEN}, got ${inputNames.join(", ")} and ${outputNames.join(", ")}`,
  );
}

/** Fills texts up to the longest on the right, [B, T]. */
function padded(
  texts: readonly (readonly number[])[],
  padTokenId: number,
): Record<string, ort.Tensor> {
  const dims = [texts.length, Math.max(...texts.map(({ length }) => length))];
  const inputIds = new BigInt64Array(dims[0]! * dims[1]!).fill(BigInt(padTokenId));
  const attentionMask = new BigInt64Array(inputIds.length);
  for (const [row, text] of texts.entries()) {
    const start = row * dims[1]!;
    inputIds.set(text.map(BigInt), start);
    attentionMask.fill(1n, start, start + text.length);
  }
  return {
    input_ids: new ort.Tensor("int64", inputIds, dims),
    attention_mask: new ort.Tensor("int64", attentionMask, dims),
    token_type_ids: new ort.Tensor("int64", new BigInt64Array(inputIds.length), dims),
  };
}
