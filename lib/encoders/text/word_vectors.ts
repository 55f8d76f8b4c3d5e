import type { DenseMatrix } from "lib/types.ts";

/** What a language model makes of a text's tokens. */
export interface TokenStates {
  /** Last hidden states [T, D]. */
  readonly hidden: DenseMatrix;
  /** Which word each token belongs to, counted from 0; nothing for special tokens. */
  readonly wordOf: readonly (number | undefined)[];
}

/** A language model that is asked for its tokens' hidden states. */
export interface TokenEncoder {
  readonly name: string;
  /** D of the hidden states. */
  readonly columns: number;
  /** Encodes one text, given word by word; words beyond what the model takes have no token. */
  encodeTokens(words: readonly string[]): Promise<TokenStates>;
}

/** A vector for each word of a text. */
export interface WordVectors {
  /** [W, D]; zeros for a word without a token. */
  readonly vectors: DenseMatrix;
  /** 1 for a word with a vector, 0 without, W of them. */
  readonly known: Uint8Array;
}

/**
 * Turns words into vectors: each is the mean of its tokens' last hidden states.
 *
 * @throws {TypeError} when the encoder gives another number of tokens or columns than it says
 * @throws {RangeError} when it gives a token to a word that is not there
 */
export async function encodeWords(
  words: readonly string[],
  encoder: TokenEncoder,
): Promise<WordVectors> {
  const { columns, name } = encoder;
  const states = words.length === 0
    ? { hidden: { rows: 0, columns, data: new Float32Array() }, wordOf: [] }
    : await encoder.encodeTokens(words);
  const { hidden, wordOf } = states;
  if (hidden.columns !== columns || hidden.rows !== wordOf.length) {
    throw new TypeError(
      `Cannot average tokens of ${name}: expected [${wordOf.length}, ${columns}] hidden states, ` +
        `got [${hidden.rows}, ${hidden.columns}]`,
    );
  }
  const data = new Float64Array(words.length * columns);
  const counts = new Float64Array(words.length);
  for (const [token, word] of wordOf.entries()) {
    if (word === undefined) continue;
    if (counts[word] === undefined) {
      throw new RangeError(
        `Cannot average tokens of ${name}: expected words 0 to ${words.length - 1}, got ${word}`,
      );
    }
    counts[word]++;
    for (let d = 0; d < columns; d++) {
      data[word * columns + d]! += hidden.data[token * columns + d]!;
    }
  }
  return {
    vectors: {
      kind: "dense",
      rows: words.length,
      columns,
      data: data.map((sum, at) => sum / Math.max(counts[Math.floor(at / columns)]!, 1)),
    },
    known: Uint8Array.from(counts, (count) => count > 0 ? 1 : 0),
  };
}
