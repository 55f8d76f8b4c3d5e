import { createHash } from "node:crypto";
import type { TokenEncoder } from "lib/encoders/text/word_vectors.ts";

/** Knobs of `hashedWords`. */
export interface HashedWordsOptions {
  /** D: with fewer, more words share a column. @default 64 */
  readonly columns?: number;
}

const NO_PART_OF_A_WORD = /[^\p{L}\p{M}\p{N}]+/gu;

/** Columns a word is hashed into: two words seldom share more than one. */
const HASHES = 4;

/**
 * Gives each word a vector [D] without any weights: `sign_h(word) / 2` is added to the column
 * `hash_h(word) mod D` for four hashes h, with signs so that what words share cancels out on average
 * (the hashing trick of Weinberger et al. 2009, with several hashes as they advise against collisions).
 *
 * Case and punctuation make no difference; what is nothing but punctuation has no token. The baseline
 * for models of words in their context: it knows neither meaning nor neighbours.
 *
 * @throws {RangeError} when the number of columns is no positive whole number
 */
export function hashedWords({ columns = 64 }: HashedWordsOptions = {}): TokenEncoder {
  if (!Number.isInteger(columns) || columns < 1) {
    throw new RangeError(
      `Cannot hash words: expected a positive whole number of columns, got ${columns}`,
    );
  }
  return {
    name: `hashed words ${columns}`,
    columns,
    encodeTokens(words) {
      const tokens = words.map(normalise).flatMap((word, at) => word === "" ? [] : [{ word, at }]);
      const data = new Float32Array(tokens.length * columns);
      for (const [token, { word }] of tokens.entries()) {
        const hash = createHash("sha256").update(word).digest(); // 32 bytes, 8 for each of the four
        for (let at = 0; at < 8 * HASHES; at += 8) {
          const sign = hash.readUInt8(at + 4) % 2 ? 1 : -1;
          data[token * columns + hash.readUInt32LE(at) % columns]! += sign / Math.sqrt(HASHES);
        }
      }
      return Promise.resolve({
        hidden: { kind: "dense", rows: tokens.length, columns, data },
        wordOf: tokens.map(({ at }) => at),
      });
    },
  };
}

function normalise(word: string): string {
  return word.normalize("NFKC").toLowerCase().replace(NO_PART_OF_A_WORD, "");
}
