import ranks from "gpt-tokenizer/bpeRanks/r50k_base";
import { BYTE_SYMBOLS, toSymbols } from "lib/training/transformers/byte_level.ts";

/** Texts of a model's tokenizer files, by name. */
export type TokenizerFiles = Readonly<Record<string, string>>;

const END_OF_TEXT = "<|endoftext|>";

/** A token that stands for no text, as `tokenizer.json` lists it. */
const special = (id: number, content: string, lstrip = false) => ({
  ...{ id, special: true, content, single_word: false },
  ...{ lstrip, rstrip: false, normalized: false },
});

/** GPT-2's own tokenizer, rebuilt from the ranks by which gpt-tokenizer merges. */
export function gpt2TokenizerFiles(): TokenizerFiles {
  const tokens = gpt2Tokens();
  const merges = mergesOf(tokens);
  const vocabulary = [...tokens, END_OF_TEXT];
  const model = bpe(vocabulary, merges);
  return {
    "vocab.json": pythonJson(model.vocab),
    "merges.txt": `#version: 0.2\n${merges.map((merge) => `${merge}\n`).join("")}`,
    "tokenizer.json": tokenizerJson({
      added_tokens: [special(vocabulary.length - 1, END_OF_TEXT)],
      post_processor: { type: "ByteLevel", add_prefix_space: true, trim_offsets: false },
      model,
    }),
  };
}

/**
 * RoBERTa's tokenizer: GPT-2's merges between special tokens of its own. The published vocabulary has
 * another order, by how often a token was seen in training, which nothing here depends on.
 */
export function robertaTokenizerFiles(): TokenizerFiles {
  const tokens = gpt2Tokens();
  const merges = mergesOf(tokens);
  const before = ["<s>", "<pad>", "</s>", "<unk>"];
  const filled = Array.from({ length: 4 }, (_, i) => `madeupword${`${i}`.padStart(4, "0")}`);
  const vocabulary = [...before, ...tokens, ...filled, "<mask>"];
  const model = bpe(vocabulary, merges);
  return {
    "vocab.json": pythonJson(model.vocab),
    "merges.txt": `#version: 0.2\n${merges.map((merge) => `${merge}\n`).join("")}`,
    "tokenizer.json": tokenizerJson({
      added_tokens: [
        ...before.map((token, id) => special(id, token)),
        special(vocabulary.length - 1, "<mask>", true),
      ],
      post_processor: {
        ...{ type: "RobertaProcessing", sep: ["</s>", 2], cls: ["<s>", 0] },
        ...{ trim_offsets: true, add_prefix_space: false },
      },
      model,
    }),
  };
}

/** Entries of BERT's published vocabulary. */
const BERT_ENTRIES = 30_522;

/**
 * A tokenizer of BERT's kind and size: its special tokens at their published ids, characters, and the
 * English words and endings among GPT-2's tokens.
 */
export function bertTokenizerFiles(): TokenizerFiles {
  const vocabulary = bertVocabulary();
  const at = (token: string) => special(vocabulary.indexOf(token), token);
  const item = (name: string) => ({ SpecialToken: { id: name, type_id: 0 } });
  const ids = (name: string) => ({ id: name, ids: [vocabulary.indexOf(name)], tokens: [name] });
  const single = [item("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, item("[SEP]")];
  const pair = [...single, { Sequence: { id: "B", type_id: 1 } }, item("[SEP]")];
  const normalizer = {
    ...{ type: "BertNormalizer", clean_text: true, handle_chinese_chars: true },
    ...{ strip_accents: null, lowercase: true },
  };
  return {
    "vocab.txt": vocabulary.map((token) => `${token}\n`).join(""),
    "tokenizer.json": JSON.stringify({
      ...{ version: "1.0", truncation: null, padding: null },
      added_tokens: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map(at),
      normalizer,
      pre_tokenizer: { type: "BertPreTokenizer" },
      post_processor: {
        ...{ type: "TemplateProcessing", single, pair },
        special_tokens: { "[CLS]": ids("[CLS]"), "[SEP]": ids("[SEP]") },
      },
      decoder: { type: "WordPiece", prefix: "##", cleanup: true },
      model: {
        ...{ type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##" },
        ...{ max_input_chars_per_word: 100, vocab: byPosition(vocabulary) },
      },
    }),
  };
}

function bertVocabulary(): string[] {
  const unused = (count: number, from: number) =>
    Array.from({ length: count }, (_, i) => `[unused${from + i}]`);
  const characters = BYTE_SYMBOLS.filter((symbol) =>
    /^[!-~]$/.test(symbol) && !/[A-Z]/.test(symbol)
  );
  const tokens = gpt2Tokens();
  const words = tokens.filter((token) => /^Ġ[a-z]{2,}$/.test(token)).map((it) => it.slice(1));
  const endings = tokens.filter((token) => /^[a-z]{2,}$/.test(token)).map((it) => `##${it}`);
  const named = [
    ...["[PAD]", ...unused(99, 0), "[UNK]", "[CLS]", "[SEP]", "[MASK]", ...unused(895, 99)],
    ...[...characters, ...characters.map((it) => `##${it}`), ...words, ...endings],
  ].slice(0, BERT_ENTRIES);
  return [...named, ...unused(BERT_ENTRIES - named.length, 994)];
}

/** GPT-2's 50,256 tokens that stand for text, each spelled in byte symbols, in the order of ids. */
function gpt2Tokens(): string[] {
  return ranks.map((token) =>
    typeof token === "string"
      ? toSymbols(token).join("")
      : token.map((byte) => BYTE_SYMBOLS[byte]!).join("")
  );
}

/** The pair that each token beyond the 256 bytes is merged from, as `merges.txt` lists them. */
function mergesOf(tokens: readonly string[]): string[] {
  const rankOf = new Map(tokens.map((token, rank) => [token, rank]));
  return tokens.slice(256).map((token, i) => partsOf(token, { rankOf, below: 256 + i }).join(" "));
}

/** What a token consists of when only merges of lower ranks are known: two parts. */
function partsOf(
  token: string,
  { rankOf, below }: { readonly rankOf: ReadonlyMap<string, number>; readonly below: number },
): string[] {
  const parts = [...token];
  while (parts.length > 2) {
    const pairs = parts.slice(1).map((part, at) => rankOf.get(parts[at]! + part) ?? Infinity);
    const lowest = Math.min(...pairs.filter((rank) => rank < below));
    const at = pairs.indexOf(lowest);
    parts.splice(at, 2, parts[at]! + parts[at + 1]!);
  }
  return parts;
}

function bpe(vocabulary: readonly string[], merges: readonly string[]) {
  return {
    ...{ type: "BPE", dropout: null, unk_token: null, continuing_subword_prefix: "" },
    ...{ end_of_word_suffix: "", fuse_unk: false, vocab: byPosition(vocabulary), merges },
  };
}

function byPosition(vocabulary: readonly string[]): Record<string, number> {
  return Object.fromEntries(vocabulary.map((token, id) => [token, id]));
}

/** What the byte-level tokenizers share. */
function tokenizerJson(parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    ...{ version: "1.0", truncation: null, padding: null, normalizer: null },
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true },
    ...parts,
  });
}

/** A JSON object as Python's `json.dumps` spells it, which the published vocabularies were written by. */
function pythonJson(values: Readonly<Record<string, number>>): string {
  const escape = (text: string) =>
    text.replace(
      /[\u0080-\uffff]/g,
      (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  const entries = Object.entries(values).sort(([, a], [, b]) => a - b);
  return `{${entries.map(([key, id]) => `${escape(JSON.stringify(key))}: ${id}`).join(", ")}}`;
}
