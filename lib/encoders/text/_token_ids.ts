import { PreTrainedTokenizer } from "@huggingface/transformers";
import type { ModelLocation } from "lib/loaders/model_folder.ts";

/** Turns a text into token ids, special tokens included. */
export interface Tokenizer {
  /** The id that fills up a batch's shorter rows. */
  readonly padTokenId: number;
  encode(text: string): number[];
}

/** How `loadTokenizer` cuts. */
export interface TokenizerOptions {
  /** Tokens of a text that are kept, special ones included; fewer if the model takes fewer. */
  readonly maxTokens: number;
}

/**
 * Loads a model's tokenizer.
 *
 * @throws {SyntaxError} when `tokenizer.json` or `tokenizer_config.json` is no JSON
 */
export async function loadTokenizer(
  model: ModelLocation,
  { maxTokens }: TokenizerOptions,
): Promise<Tokenizer> {
  const tokenizer = new PreTrainedTokenizer(
    await readJson(await model.file("tokenizer.json")),
    await readJson(await model.file("tokenizer_config.json")),
  );
  const declared: unknown = tokenizer.model_max_length; // missing in some models
  const longest = Math.min(maxTokens, typeof declared === "number" ? declared : Infinity);
  return {
    padTokenId: tokenizer.pad_token_id ?? 0,
    encode: (text) => truncate(tokenizer.encode(text), longest),
  };
}

/** Leaves out tokens before the last, which closes a text, as Hugging Face's Python library does. */
function truncate(ids: number[], longest: number): number[] {
  return ids.length <= longest ? ids : [...ids.slice(0, longest - 1), ids.at(-1)!];
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(`${path}: expected JSON`, { cause: error });
  }
}
