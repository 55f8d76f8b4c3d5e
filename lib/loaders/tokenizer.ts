import { PreTrainedTokenizer } from "@huggingface/transformers";
import { isObject, type JsonObject } from "lib/json.ts";
import { longestText } from "lib/loaders/_longest_text.ts";
import { type SpecialTokens, specialTokens, textOf } from "lib/loaders/_special_tokens.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { digestOf, digestOfBytes } from "lib/storage/digest.ts";

/** A model's tokenizer, and where it came from. */
export interface OpenedTokenizer {
  readonly tokenizer: PreTrainedTokenizer;
  /** The path of its `tokenizer.json`. */
  readonly path: string;
  /** Tokens of a text, special ones included, that the model takes; Infinity where nothing says so. */
  readonly longest: number;
  /** The same by `tokenizer_config.json` alone, whatever `config.json` has positions for. */
  readonly declaredLongest: number;
  /** Special tokens that `tokenizer_config.json` does not name; missing where it names them all. */
  readonly added?: SpecialTokens;
  /** `sha256:…` of its files, and of the special tokens that others add. */
  readonly digest: string;
}

/**
 * Opens a model's tokenizer, @huggingface/transformers', by `tokenizer.json`. What
 * `tokenizer_config.json` leaves out, or all where there is none, is taken from
 * `special_tokens_map.json`, from what the model's kind calls its tokens, and from `config.json`, as
 * transformers' AutoTokenizer does.
 *
 * @throws {ModelError} when there is no `tokenizer.json`
 * @throws {SyntaxError} when one of the files is no JSON
 */
export async function openTokenizer(
  files: Pick<ModelFiles, "file" | "has">,
): Promise<OpenedTokenizer> {
  const tokenizerFile = await readFile(files, "tokenizer.json");
  const configFile = await readIfThere(files, "tokenizer_config.json");
  const tokenizerConfig = configFile?.content ?? {};
  const parts = {
    tokenizer: tokenizerFile.content,
    tokenizerConfig,
    specialTokensMap: (await readIfThere(files, "special_tokens_map.json"))?.content,
    config: (await readIfThere(files, "config.json"))?.content,
  };
  const tokens = specialTokens(parts);
  const added = addedTo(tokenizerConfig, tokens);
  const digests = {
    "tokenizer.json": tokenizerFile.digest,
    "tokenizer_config.json": configFile?.digest,
  };
  return {
    tokenizer: new PreTrainedTokenizer(parts.tokenizer, { ...tokenizerConfig, ...tokens }),
    path: tokenizerFile.path,
    longest: longestText(parts),
    declaredLongest: longestText({ tokenizerConfig }),
    added,
    digest: `sha256:${digestOf({ ...digests, added })}`,
  };
}

/** The highest token id that a tokenizer knows. */
export function highestTokenId(tokenizer: Pick<PreTrainedTokenizer, "get_vocab">): number {
  let highest = 0;
  for (const id of tokenizer.get_vocab().values()) highest = Math.max(highest, id);
  return highest;
}

function addedTo(tokenizerConfig: JsonObject, tokens: SpecialTokens): SpecialTokens | undefined {
  const found = Object.entries(tokens)
    .filter(([name, token]) => token !== textOf(tokenizerConfig[name]));
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

interface JsonFile {
  readonly path: string;
  readonly content: JsonObject;
  /** SHA-256 in hex. */
  readonly digest: string;
}

async function readIfThere(
  files: Pick<ModelFiles, "file" | "has">,
  name: string,
): Promise<JsonFile | undefined> {
  return await files.has(name) ? await readFile(files, name) : undefined;
}

async function readFile(files: Pick<ModelFiles, "file">, name: string): Promise<JsonFile> {
  const path = await files.file(name);
  const bytes = await Deno.readFile(path);
  return { path, content: parse(bytes, path), digest: digestOfBytes(bytes) };
}

function parse(bytes: Uint8Array, path: string): JsonObject {
  try {
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isObject(content)) return content;
  } catch (error) {
    throw new SyntaxError(`${path}: expected JSON`, { cause: error });
  }
  throw new SyntaxError(`${path}: expected a JSON object`);
}
