import type { SparseMatrix } from "lib/types.ts";
import type { Encoder } from "./encoder.ts";
import { indexCharacterNgrams } from "./_character_ngrams.ts";
import type { NgramRange, TermIndex } from "./_term_index.ts";
import { indexWordNgrams } from "./_word_ngrams.ts";

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
  const kept = keepTerms(frequencies, minDf, maxFeatures);
  if (kept.length === 0) {
    throw new RangeError(
      `Cannot fit TF-IDF: expected a term in at least ${minDf} of ${texts.length} texts, found none`,
    );
  }
  const columnOf = new Int32Array(index.size()).fill(-1);
  kept.forEach((id, column) => columnOf[id] = column);
  const idf = Float64Array.from(
    kept,
    (id) => Math.log((1 + texts.length) / (1 + frequencies.texts[id]!)) + 1,
  );
  return {
    name: `TF-IDF ${analyzer} ${ngramRange.join("-")} minDf ${minDf}` +
      (maxFeatures === Infinity ? "" : ` maxFeatures ${maxFeatures}`),
    columns: kept.length,
    vocabulary: kept.map((id) => index.term(id)),
    encode: (items) => Promise.resolve(weigh(items, { index, columnOf, idf })),
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

function keepTerms({ total, texts }: TermFrequencies, minDf: number, maxFeatures: number) {
  const kept = Array.from(total.keys()).filter((id) => texts[id]! >= minDf);
  if (kept.length <= maxFeatures) return kept;
  return kept.sort((a, b) => total[b]! - total[a]! || a - b).slice(0, maxFeatures)
    .sort((a, b) => a - b);
}

/** Which column a term's id has (-1: none) and what the column weighs. */
interface Weights {
  readonly index: TermIndex;
  readonly columnOf: Int32Array;
  readonly idf: Float64Array;
}

function weigh(texts: readonly string[], { index, columnOf, idf }: Weights): SparseMatrix {
  const counts = new Int32Array(idf.length);
  const rowStarts = new Int32Array(texts.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  texts.forEach((text, row) => {
    const columns: number[] = [];
    for (const id of index.lookUp(text)) {
      const column = columnOf[id]!;
      if (column >= 0 && counts[column]!++ === 0) columns.push(column);
    }
    let squares = 0;
    for (const column of new Int32Array(columns).sort()) {
      const value = (1 + Math.log(counts[column]!)) * idf[column]!;
      counts[column] = 0;
      squares += value * value;
      indices.push(column);
      values.push(value);
    }
    const norm = Math.sqrt(squares);
    for (let at = rowStarts[row]!; at < values.length; at++) values[at]! /= norm;
    rowStarts[row + 1] = values.length;
  });
  return {
    kind: "sparse",
    rows: texts.length,
    columns: idf.length,
    rowStarts,
    indices: new Int32Array(indices),
    values: new Float64Array(values),
  };
}
