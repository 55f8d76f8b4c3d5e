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
  /** A text's ids, special ones included; those beyond `longest` are left out. */
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
 * @throws {ModelError} when there is no `tokenizer.json`
 * @throws {SyntaxError} when one of its files is no JSON
 */
export async function loadTokenizer(
  model: Pick<ModelFiles, "file" | "has">,
  { maxTokens }: TokenizerOptions,
): Promise<Tokenizer> {
  const { tokenizer, ...opened } = await openTokenizer(model);
  const longest = Math.min(maxTokens, opened.longest);
  return {
    digest: digestWithLimit(opened, { maxTokens, longest }),
    padTokenId: tokenizer.pad_token_id ?? 0,
    longest,
    encode: (text) => truncate(tokenizer.encode(text), longest),
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
