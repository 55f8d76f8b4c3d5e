import * as ort from "onnxruntime-node";
import { openSession } from "lib/encoders/onnx/_onnx_session.ts";
import { quantiseOnnx } from "lib/encoders/onnx/quantise_onnx.ts";
import type { Precision } from "lib/encoders/precision.ts";
import type { HiddenState } from "lib/encoders/text/_pool_tokens.ts";
import type { ModelLocation } from "lib/loaders/model_folder.ts";
import { digestOfBytes } from "lib/storage/digest.ts";

/** A language model and the weights it runs on. */
export interface TextModel {
  /** `sha256:…` of its weights, quantised ones if they are. */
  readonly weights: string;
  /** Turns a batch of tokenised texts into the last hidden state [B, T, D]. */
  run(texts: readonly (readonly number[])[]): Promise<HiddenState>;
}

/** How `openTextModel` opens a model. */
export interface TextModelOptions {
  readonly precision: Precision;
  readonly padTokenId: number;
  /** Threads of ONNX Runtime. @default 0, one a core */
  readonly threads?: number;
}

const HIDDEN = "last_hidden_state";

/**
 * Opens an ONNX model of the BERT family.
 *
 * @throws {Deno.errors.NotFound} when `onnx/model.onnx` lies nowhere
 * @throws {TypeError} when it takes other inputs, does not give `last_hidden_state` or cannot be
 * quantised
 */
export async function openTextModel(
  { id, file }: ModelLocation,
  { precision, padTokenId, threads }: TextModelOptions,
): Promise<TextModel> {
  const trained = await Deno.readFile(await file("onnx/model.onnx"));
  const weights = precision === "int8" ? quantiseOnnx(trained) : trained;
  const session = await openSession(weights, { threads });
  checkNames(session, id);
  return {
    weights: `sha256:${digestOfBytes(weights)}`,
    run: async (texts) => {
      const inputs = padded(texts, padTokenId);
      const feeds = Object.fromEntries(session.inputNames.map((name) => [name, inputs[name]!]));
      const { data, dims } = (await session.run(feeds, [HIDDEN]))[HIDDEN]!; // [B, T, D]
      const lengths = texts.map(({ length }) => length);
      return { data: data as Float32Array, lengths, columns: dims[2]! };
    },
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
