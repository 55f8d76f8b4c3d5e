import { createHash } from "node:crypto";
import type { TokenEncoder } from "lib/encoders/text/word_vectors.ts";

/** Knobs of `hashedWords`. */
export interface HashedWordsOptions {
  /** D: with fewer, more words share a column. @default 64 */
  readonly columns?: number;
}

const NO_PART_OF_A_WORD = /[^\p{L}\p{M}\p{N}]+/gu;

/**
 * Gives each word a vector [D] without any weights: `sign(word)` in the column `hash(word) mod D` and
 * 0 elsewhere, the sign from a bit of its own so that words which share a column cancel out on
 * average (the hashing trick of Weinberger et al. 2009).
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
        const hash = createHash("sha256").update(word).digest();
        data[token * columns + hash.readUInt32LE(0) % columns] = hash.readUInt8(4) % 2 ? 1 : -1;
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
