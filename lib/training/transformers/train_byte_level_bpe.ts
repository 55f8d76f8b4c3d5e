import { BYTE_SYMBOLS, toSymbols } from "lib/training/transformers/byte_level.ts";

/** How large a vocabulary `trainByteLevelBpe` learns. */
export interface TrainByteLevelBpeOptions {
  /** Tokens at most: the special ones, 256 bytes, and one a merge. */
  readonly vocabSize: number;
  /** Tokens that stand for no text, first in the vocabulary. @default ["<|endoftext|>"] */
  readonly specialTokens?: readonly string[];
}

/** How GPT-2 cuts a text before merging; a merge never crosses a cut. */
const WORDS = /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/**
 * Learns a byte-level byte-pair encoding: again and again the most frequent pair of neighbouring
 * tokens within words becomes a token (Sennrich et al. 2016; Radford et al. 2019). Numbers are left
 * out, so that every digit stays a token of its own.
 *
 * @returns the content of a `tokenizer.json`; the same texts give the same
 * @throws {RangeError} when the vocabulary has no room for the bytes and special tokens
 */
export function trainByteLevelBpe(texts: readonly string[], options: TrainByteLevelBpeOptions) {
  const { vocabSize, specialTokens = ["<|endoftext|>"] } = options;
  const vocabulary = [...specialTokens, ...BYTE_SYMBOLS];
  if (vocabSize < vocabulary.length) {
    throw new RangeError(
      `Cannot learn a vocabulary: expected at least ${vocabulary.length} tokens, got ${vocabSize}`,
    );
  }
  let words = countWords(texts);
  const merges: Pair[] = [];
  while (vocabulary.length < vocabSize) {
    const pair = mostFrequentPair(words);
    if (!pair) break;
    merges.push(pair);
    vocabulary.push(pair.join(""));
    words = words.map(({ tokens, count }) => ({ tokens: merge(tokens, pair), count }));
  }
  return tokenizerJson(vocabulary, merges, specialTokens);
}

type Pair = readonly [string, string];

interface Word {
  readonly tokens: readonly string[];
  readonly count: number;
}

function countWords(texts: readonly string[]): Word[] {
  const counts = new Map<string, number>();
  for (const [word] of texts.flatMap((text) => [...text.matchAll(WORDS)])) {
    if (!/\p{N}/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => ({ tokens: toSymbols(word), count }));
}

/** The pair seen most often and at least twice, the first in order of text among equals. */
function mostFrequentPair(words: readonly Word[]): Pair | undefined {
  const counts = new Map<string, number>();
  for (const { tokens, count } of words) {
    for (let i = 1; i < tokens.length; i++) {
      const pair = `${tokens[i - 1]} ${tokens[i]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  let best: string | undefined;
  for (const [pair, count] of counts) if (count > (best ? counts.get(best)! : 1)) best = pair;
  return best?.split(" ") as Pair | undefined;
}

function merge(tokens: readonly string[], [left, right]: Pair): string[] {
  const merged: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const fits = tokens[i] === left && tokens[i + 1] === right;
    merged.push(fits ? left + right : tokens[i]!);
    if (fits) i++;
  }
  return merged;
}

function tokenizerJson(
  vocabulary: readonly string[],
  merges: readonly Pair[],
  specialTokens: readonly string[],
) {
  return {
    version: "1.0",
    added_tokens: specialTokens.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: "ByteLevel",
      add_prefix_space: false,
      trim_offsets: true,
      use_regex: true,
    },
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: "",
      end_of_word_suffix: "",
      fuse_unk: false,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
      merges: merges.map(([left, right]) => `${left} ${right}`),
    },
  };
}
