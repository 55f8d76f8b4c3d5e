import { PreTrainedTokenizer } from "@huggingface/transformers";
import { fromSymbols } from "lib/training/transformers/byte_level.ts";
import type { Gpt2Config } from "lib/training/transformers/gpt2_config.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { highestTokenId, openTokenizer } from "lib/loaders/tokenizer.ts";

/** Turns a text into token ids and back, with no special tokens. */
export interface Gpt2Tokenizer {
  encode(text: string): number[];
  decode(ids: readonly number[]): string;
  /** What each token says, by its id. */
  readonly texts: ReadonlyMap<number, string>;
}

/**
 * Loads the tokenizer of a GPT-2 checkpoint, as `openTokenizer` does.
 *
 * @throws {ModelError} when there is no `tokenizer.json`
 * @throws {SyntaxError} when a file is no JSON
 * @throws {RangeError} when the tokenizer knows ids beyond the model's vocabulary
 */
export async function loadGpt2Tokenizer(
  files: ModelFiles,
  config: Gpt2Config,
): Promise<Gpt2Tokenizer> {
  const { tokenizer, path } = await openTokenizer(files);
  const highest = highestTokenId(tokenizer);
  if (highest >= config.vocabSize) {
    throw new RangeError(
      `${path} does not belong to its config.json: it has token id ${highest}, but the model's ` +
        `vocabulary ends at ${config.vocabSize - 1}`,
    );
  }
  return wrap(tokenizer);
}

/** Makes a tokenizer from the content of a `tokenizer.json`, such as `trainByteLevelBpe` gives. */
export function createGpt2Tokenizer(tokenizerJson: object): Gpt2Tokenizer {
  return wrap(new PreTrainedTokenizer(tokenizerJson, { tokenizer_class: "GPT2Tokenizer" }));
}

function wrap(tokenizer: PreTrainedTokenizer): Gpt2Tokenizer {
  const vocabulary = [...tokenizer.get_vocab()];
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }),
    decode: (ids) =>
      ids.length === 0 ? "" : tokenizer.decode([...ids], { clean_up_tokenization_spaces: false }),
    texts: new Map(vocabulary.map(([symbols, id]) => [id, fromSymbols(symbols)])),
  };
}
