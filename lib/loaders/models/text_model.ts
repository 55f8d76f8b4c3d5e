import type { ModelFiles } from "lib/loaders/models/model_files.ts";

/** The last hidden state of a batch of texts [B, T, D], padded on the right. */
export interface HiddenState {
  readonly data: Float32Array;
  /** Tokens of each text, padding not counted. */
  readonly lengths: readonly number[];
  /** D */
  readonly columns: number;
}

/** A language model that reads tokens, whatever computes it. */
export interface TextModel {
  /** `sha256:…` of all that decides its numbers: weights, and what says how they are used. */
  readonly weights: string;
  /** Turns a batch of tokenised texts into the last hidden state [B, T, D]. */
  run(texts: readonly (readonly number[])[]): Promise<HiddenState>;
}

/**
 * Opens a model by its trainable weights, `config.json` and `model.safetensors`. Encoders take one
 * from their caller: what computes such weights is in the room that trains, above them.
 *
 * @param padTokenId the id with which the model's tokenizer fills up rows
 */
export type OpenCheckpoint = (
  files: ModelFiles,
  options: { readonly padTokenId: number },
) => Promise<TextModel>;
