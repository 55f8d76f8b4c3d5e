import type { PreTrainedTokenizer } from "@huggingface/transformers";
import { type BertConfig, maxTokens } from "lib/training/transformers/config.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { highestTokenId, openTokenizer } from "lib/loaders/tokenizer.ts";

/** Turns a text into token ids, special tokens included. */
export interface Tokenizer {
  /** The longest row `encode` returns; what a text has beyond it is left out. */
  readonly maxTokens: number;
  encode(text: string): number[];
}

/** How `loadTokenizer` cuts. */
export interface LoadTokenizerOptions {
  /** Tokens a text, special tokens included. @default as many as the model has positions for */
  maxTokens?: number;
}

/**
 * Loads the tokenizer of a BERT-family checkpoint, as `openTokenizer` does.
 *
 * @throws {ModelError} when there is no `tokenizer.json`
 * @throws {SyntaxError} when a file is no JSON
 * @throws {RangeError} when the tokenizer knows ids beyond the model's vocabulary or pads with
 * another token: it belongs to another model
 */
export async function loadTokenizer(
  files: ModelFiles,
  config: BertConfig,
  options: LoadTokenizerOptions = {},
): Promise<Tokenizer> {
  const { tokenizer, path } = await openTokenizer(files);
  checkVocabulary(tokenizer, { config, path });
  const longest = Math.min(options.maxTokens ?? Infinity, maxTokens(config));
  return {
    maxTokens: longest,
    encode: (text) => truncate(tokenizer.encode(text), longest),
  };
}

/** Leaves out tokens before the last, which closes a text, as Hugging Face's Python library does. */
function truncate(ids: number[], longest: number): number[] {
  return ids.length <= longest ? ids : [...ids.slice(0, longest - 1), ids.at(-1)!];
}

function checkVocabulary(
  tokenizer: PreTrainedTokenizer,
  { config, path }: { config: BertConfig; path: string },
): void {
  const highest = highestTokenId(tokenizer);
  const { vocabSize, padTokenId } = config;
  const does = highest >= vocabSize
    ? `has token id ${highest}, but the model's vocabulary ends at ${vocabSize - 1}`
    : tokenizer.pad_token_id !== padTokenId
    ? `pads with token id ${tokenizer.pad_token_id}, but the model with ${padTokenId}`
    : undefined;
  if (does) throw new RangeError(`${path} does not belong to its config.json: it ${does}`);
}
