import type { Tfidf } from "lib/encoders/text/tfidf.ts";
import type { NgramRange } from "./_term_index.ts";
import { weighTerms } from "./_weigh_terms.ts";
import { indexWordNgrams } from "./_word_ngrams.ts";

/** What a fitted encoder of words has to be restored from. */
export interface KeptTfidf extends Pick<Tfidf, "name" | "vocabulary" | "idf"> {
  /** As it was fitted with, in words. @default [1, 2] */
  readonly ngramRange?: NgramRange;
}

/**
 * Restores a TF-IDF encoder of words from its vocabulary and weights; it gives the same rows.
 *
 * @throws {RangeError} when there is not one weight a term, or a term is no run of words
 */
export function restoreTfidf({ name, vocabulary, idf, ngramRange = [1, 2] }: KeptTfidf): Tfidf {
  if (vocabulary.length !== idf.length) {
    throw new RangeError(
      `Cannot restore ${name}: expected a weight for each of ${vocabulary.length} terms, ` +
        `got ${idf.length}`,
    );
  }
  const index = indexWordNgrams(ngramRange);
  const ids = vocabulary.map((term) => {
    const id = index.learn(term).at(-1); // a term's own n-gram ends last
    if (id !== undefined && index.term(id) === term) return id;
    throw new RangeError(`Cannot restore ${name}: expected a run of words, got ${term}`);
  });
  const columnOf = new Int32Array(index.size()).fill(-1);
  ids.forEach((id, column) => columnOf[id] = column);
  const encode = (texts: readonly string[]) =>
    Promise.resolve(weighTerms(texts, { index, columnOf, idf }));
  return { name, columns: idf.length, vocabulary, idf, encode };
}
