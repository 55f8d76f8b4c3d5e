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
  const { columns } = encoder;
  const states: TokenStates = words.length === 0
    ? { hidden: { kind: "dense", rows: 0, columns, data: new Float32Array() }, wordOf: [] }
    : await encoder.encodeTokens(words);
  checkStates(states, { words: words.length, encoder });
  return averageByWord(states, { words: words.length, columns });
}

function averageByWord(
  { hidden, wordOf }: TokenStates,
  { words, columns }: { words: number; columns: number },
): WordVectors {
  const sums = new Float64Array(words * columns);
  const counts = new Float64Array(words);
  for (const [token, word] of wordOf.entries()) {
    if (word === undefined) continue;
    counts[word]!++;
    for (let d = 0; d < columns; d++) {
      sums[word * columns + d]! += hidden.data[token * columns + d]!;
    }
  }
  const data = sums.map((sum, at) => sum / Math.max(counts[Math.floor(at / columns)]!, 1));
  return {
    vectors: { kind: "dense", rows: words, columns, data },
    known: Uint8Array.from(counts, (count) => count > 0 ? 1 : 0),
  };
}

function checkStates(
  { hidden, wordOf }: TokenStates,
  { words, encoder }: { words: number; encoder: TokenEncoder },
): void {
  const task = `Cannot average tokens of ${encoder.name}:`;
  if (hidden.columns !== encoder.columns || hidden.rows !== wordOf.length) {
    throw new TypeError(
      `${task} expected [${wordOf.length}, ${encoder.columns}] hidden states, ` +
        `got [${hidden.rows}, ${hidden.columns}]`,
    );
  }
  const wrong = wordOf.find((word) => word !== undefined && !(word >= 0 && word < words));
  if (wrong === undefined) return;
  throw new RangeError(`${task} expected words 0 to ${words - 1}, got ${wrong}`);
}
