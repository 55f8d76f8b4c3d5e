import type { Precision } from "lib/encoders/precision.ts";
import { loadTokenizer } from "lib/encoders/text/_token_ids.ts";
import { openTextModel } from "lib/encoders/text/_text_model.ts";
import { windowsOf, type WordToken } from "lib/encoders/text/_token_windows.ts";
import type { TokenEncoder } from "lib/encoders/text/word_vectors.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { modelName } from "lib/loaders/models/model_name.ts";
import type { OpenCheckpoint, TextModel } from "lib/loaders/models/text_model.ts";

/** Knobs of `openTokenEncoder`. */
export interface TokenEncoderOptions {
  /** In int8 products are rounded as `quantiseOnnx` does. @default "f32" */
  readonly precision?: Precision;
  /** Tokens that are read at a time, special ones included. @default 512, or the model's limit */
  readonly maxTokens?: number;
  /** Threads of ONNX Runtime. @default 0, one a core */
  readonly threads?: number;
  /**
   * Opens a model that has no `onnx/model.onnx` by its `model.safetensors`, such as
   * `openBertCheckpoint` of the room that trains. @default nothing does, and it is an error
   */
  readonly openCheckpoint?: OpenCheckpoint;
}

/**
 * Opens a BERT-family model as an encoder of words in their context: the last hidden
 * state of each of a word's tokens.
 *
 * Words are cut into tokens as they are with one space between them. A text longer than the model
 * takes is read in windows of whole words, alike in length, one after the other; a word near a
 * window's edge is read without the words beyond it. Of a word longer than a window, the first tokens
 * are read.
 *
 * @throws {ModelError} when one of the model's files lies nowhere
 * @throws {SyntaxError} when a file is broken, with what to do
 * @throws {TypeError} when the model does not give `last_hidden_state`, or cannot be quantised
 * @throws {RangeError} when `maxTokens` leaves no room between a text's special tokens, or a model
 * without an ONNX file is asked for in int8
 */
export async function openTokenEncoder(
  model: ModelFiles,
  options: TokenEncoderOptions = {},
): Promise<TokenEncoder> {
  const { precision = "f32", maxTokens = 512, threads, openCheckpoint } = options;
  const name = await modelName(model);
  const tokenizer = await loadTokenizer(model, { maxTokens });
  const { opening, closing, longest, padTokenId } = tokenizer;
  const room = longest - opening.length - closing.length;
  if (!(room >= 1)) {
    throw new RangeError(
      `Cannot encode words with ${name}: expected maxTokens above ` +
        `${opening.length + closing.length}, its special tokens, got ${longest}`,
    );
  }
  const { run } = await openTextModel(model, { precision, padTokenId, threads, openCheckpoint });
  const { columns } = await run([[...opening, padTokenId, ...closing]]);
  return {
    name: `${name} ${precision} words`,
    columns,
    async encodeTokens(words) {
      const windows = windowsOf(tokenizer.encodeWords(words), room);
      const wordOf = windows.flat().map(({ word }) => word);
      const data = new Float32Array(wordOf.length * columns);
      let filled = 0;
      for (const window of windows) {
        data.set(await statesOf(window, { run, opening, closing }), filled);
        filled += window.length * columns;
      }
      return { hidden: { kind: "dense", rows: wordOf.length, columns, data }, wordOf };
    },
  };
}

/** The hidden states [T, D] of a window's tokens, those of the special tokens around it left out. */
async function statesOf(
  window: readonly WordToken[],
  { run, opening, closing }:
    & Pick<TextModel, "run">
    & Record<"opening" | "closing", readonly number[]>,
): Promise<Float32Array> {
  const { data, columns } = await run([[...opening, ...window.map(({ id }) => id), ...closing]]);
  return data.subarray(opening.length * columns, (opening.length + window.length) * columns);
}
