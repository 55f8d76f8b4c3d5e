import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { type OpenedTokenizer, openTokenizer } from "lib/loaders/tokenizer.ts";
import { digestOf } from "lib/storage/digest.ts";

/** Turns a text into token ids. */
export interface Tokenizer {
  /** `sha256:…` of all that decides how texts are cut. */
  readonly digest: string;
  /** The id that fills up a batch's shorter rows. */
  readonly padTokenId: number;
  /** Tokens of a text, special ones included, that the model takes at most. */
  readonly longest: number;
  /** Special tokens that open and close a text. */
  readonly opening: readonly number[];
  readonly closing: readonly number[];
  /** A text's ids, special ones included; those beyond `longest` are left out. */
  encode(text: string): number[];
  /** The ids of each word of a text, without special tokens, as with one space between words. */
  encodeWords(words: readonly string[]): number[][];
}

/** How `loadTokenizer` cuts. */
export interface TokenizerOptions {
  /** Tokens of a text that are kept, special ones included; fewer if the model takes fewer. */
  readonly maxTokens: number;
}

/**
 * Loads a model's tokenizer.
 *
 * @throws {ModelError} when there is no `tokenizer.json`
 * @throws {SyntaxError} when one of its files is no JSON
 */
export async function loadTokenizer(
  model: Pick<ModelFiles, "file" | "has">,
  { maxTokens }: TokenizerOptions,
): Promise<Tokenizer> {
  const { tokenizer, ...opened } = await openTokenizer(model);
  const longest = Math.min(maxTokens, opened.longest);
  const plain = (text: string) => tokenizer.encode(text, { add_special_tokens: false });
  const framed = tokenizer.encode("a");
  const [content] = plain("a");
  const start = framed.indexOf(content!);
  return {
    digest: digestWithLimit(opened, { maxTokens, longest }),
    padTokenId: tokenizer.pad_token_id ?? 0,
    longest,
    opening: framed.slice(0, start),
    closing: framed.slice(start + plain("a").length),
    encode: (text) => truncate(tokenizer.encode(text), longest),
    encodeWords: (words) => {
      const trimmed = words.map((word) => word.trim());
      const first = trimmed.findIndex((word) => word !== "");
      return trimmed.map((word, i) => word === "" ? [] : plain(i === first ? word : ` ${word}`));
    },
  };
}

/** The tokenizer's digest, and with it a limit that only the model's positions set. */
function digestWithLimit(
  { digest, declaredLongest }: Pick<OpenedTokenizer, "digest" | "declaredLongest">,
  { maxTokens, longest }: { readonly maxTokens: number; readonly longest: number },
): string {
  if (longest === Math.min(maxTokens, declaredLongest)) return digest;
  return `sha256:${digestOf({ digest, longest })}`;
}

/** Leaves out tokens before the last, which closes a text, as Hugging Face's Python library does. */
function truncate(ids: number[], longest: number): number[] {
  return ids.length <= longest ? ids : [...ids.slice(0, longest - 1), ids.at(-1)!];
}
