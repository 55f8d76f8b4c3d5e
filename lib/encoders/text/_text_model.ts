import * as ort from "onnxruntime-node";
import { openSession } from "lib/encoders/onnx/_onnx_session.ts";
import { poolTokens } from "lib/encoders/text/_pool_tokens.ts";

/** Turns a batch of tokenised texts into rows [B, D]. */
export type TextModel = (texts: readonly (readonly number[])[]) => Promise<Float32Array>;

/** What `openTextModel` must know of a model besides its weights. */
export interface TextModelOptions {
  /** Its name, for errors. */
  readonly id: string;
  readonly padTokenId: number;
  /** Threads of ONNX Runtime. @default 0, one a core */
  readonly threads?: number;
}

const HIDDEN = "last_hidden_state";

/**
 * Opens an ONNX model of the BERT family; its rows are pooled by `poolTokens`.
 *
 * @throws {TypeError} when it takes other inputs or does not give `last_hidden_state`
 */
export async function openTextModel(
  weights: Uint8Array,
  { id, padTokenId, threads }: TextModelOptions,
): Promise<TextModel> {
  const session = await openSession(weights, { threads });
  checkNames(session, id);
  return async (texts) => {
    const inputs = padded(texts, padTokenId);
    const feeds = Object.fromEntries(session.inputNames.map((name) => [name, inputs[name]!]));
    const { data, dims } = (await session.run(feeds, [HIDDEN]))[HIDDEN]!; // [B, T, D]
    const lengths = texts.map(({ length }) => length);
    return poolTokens({ data: data as Float32Array, lengths, columns: dims[2]! }); // [B, D]
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
