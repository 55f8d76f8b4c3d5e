import type { Encoder } from "lib/encoders/encoder.ts";
import { indexCharacterNgrams } from "lib/encoders/text/_character_ngrams.ts";
import type { NgramRange, TermIndex } from "lib/encoders/text/_term_index.ts";
import { weighTerms } from "lib/encoders/text/_weigh_terms.ts";
import { indexWordNgrams } from "lib/encoders/text/_word_ngrams.ts";
import type { SparseMatrix } from "lib/types.ts";

/** How `fitTfidf` cuts texts into terms and which terms it keeps. */
export interface TfidfOptions {
  /**
   * `word`: runs of words; `char_wb`: runs of characters within words, word ends marked by a space.
   * @default "word"
   */
  analyzer?: "word" | "char_wb";
  /** Shortest and longest n-gram, in words or characters. @default [1, 2] */
  ngramRange?: NgramRange;
  /** A term stays if at least so many training texts hold it. @default 1 */
  minDf?: number;
  /** At most so many terms stay, the most frequent ones; the earlier one of a tie. @default Infinity */
  maxFeatures?: number;
}

/** A fitted TF-IDF encoder. */
export interface Tfidf extends Encoder<string, SparseMatrix> {
  /** The term of each column, in order of first appearance in the training texts. */
  readonly vocabulary: readonly string[];
  /** Inverse document frequency of each column, `ln((1 + n) / (1 + df)) + 1`. */
  readonly idf: Float64Array;
}

/**
 * Learns a vocabulary and its weights from training texts.
 *
 * A text's entry for a term is `(1 + ln tf) * (ln((1 + n) / (1 + df)) + 1)`, with tf its count in
 * the text, df the number of the n training texts that hold it; a row is then divided by its
 * Euclidean norm. Equals scikit-learn's `TfidfVectorizer(sublinear_tf=True)` but for the order of
 * columns. A text without a known term is a row of zeros.
 *
 * @throws {RangeError} when an option is out of range or no term is left
 */
export function fitTfidf(texts: readonly string[], options: TfidfOptions = {}): Tfidf {
  const { analyzer = "word", ngramRange = [1, 2], minDf = 1, maxFeatures = Infinity } = options;
  checkOptions({ analyzer, ngramRange, minDf, maxFeatures });
  const index = analyzer === "word"
    ? indexWordNgrams(ngramRange)
    : indexCharacterNgrams(ngramRange);
  const frequencies = countTerms(texts, index);
  const kept = keepTerms(frequencies, { minDf, maxFeatures });
  if (kept.length === 0) {
    throw new RangeError(
      `Cannot fit TF-IDF: expected a term in at least ${minDf} of ${texts.length} texts, found none`,
    );
  }
  const columnOf = new Int32Array(index.size()).fill(-1);
  kept.forEach((id, column) => columnOf[id] = column);
  const idfOf = (id: number) => Math.log((1 + texts.length) / (1 + frequencies.texts[id]!)) + 1;
  const weights = { index, columnOf, idf: Float64Array.from(kept, idfOf) };
  return {
    name: `TF-IDF ${analyzer} ${ngramRange.join("-")} minDf ${minDf}` +
      (maxFeatures === Infinity ? "" : ` maxFeatures ${maxFeatures}`),
    columns: kept.length,
    vocabulary: kept.map(index.term),
    idf: weights.idf,
    encode: (items) => Promise.resolve(weighTerms(items, weights)),
  };
}

function checkOptions({ analyzer, ngramRange, minDf, maxFeatures }: Required<TfidfOptions>): void {
  const [shortest, longest] = ngramRange;
  const wrong = (option: string, expected: string, got: unknown) => {
    throw new RangeError(`Cannot fit TF-IDF: ${option} expected ${expected}, got ${got}`);
  };
  const isCount = (value: number) => Number.isInteger(value) && value >= 1;
  if (analyzer !== "word" && analyzer !== "char_wb") wrong("analyzer", "word or char_wb", analyzer);
  if (!isCount(shortest) || !isCount(longest) || shortest > longest) {
    wrong("ngramRange", "two integers, 1 <= shortest <= longest", `[${ngramRange}]`);
  }
  if (!isCount(minDf)) wrong("minDf", "an integer of at least 1", minDf);
  if (!isCount(maxFeatures) && maxFeatures !== Infinity) {
    wrong("maxFeatures", "an integer of at least 1", maxFeatures);
  }
}

/** How often each term occurs, and in how many texts, at the position of its id. */
interface TermFrequencies {
  readonly total: readonly number[];
  readonly texts: readonly number[];
}

/** Learns every text's terms and counts them. */
function countTerms(items: readonly string[], index: TermIndex): TermFrequencies {
  const total: number[] = [];
  const texts: number[] = [];
  const lastText: number[] = [];
  items.forEach((text, position) => {
    const ids = index.learn(text);
    while (total.length < index.size()) {
      total.push(0);
      texts.push(0);
      lastText.push(-1);
    }
    for (const id of ids) {
      total[id]!++;
      if (lastText[id] !== position) texts[id]!++;
      lastText[id] = position;
    }
  });
  return { total, texts };
}

/** Ids of the terms in at least `minDf` texts, at most `maxFeatures` of them, ascending. */
function keepTerms(
  { total, texts }: TermFrequencies,
  { minDf, maxFeatures }: { readonly minDf: number; readonly maxFeatures: number },
): number[] {
  const kept = Array.from(total.keys()).filter((id) => texts[id]! >= minDf);
  if (kept.length <= maxFeatures) return kept;
  return kept.sort((a, b) => total[b]! - total[a]! || a - b).slice(0, maxFeatures)
    .sort((a, b) => a - b);
}
