import assert from "assert";
import fc from "fast-check";
import { fitTfidf } from "lib/encoders/text/tfidf.ts";
import type { SparseMatrix } from "lib/types.ts";
import fixture from "../../fixtures/sklearn_tfidf.json" with { type: "json" };

function termsOf(matrix: SparseMatrix, vocabulary: readonly string[]): Map<string, number>[] {
  return Array.from({ length: matrix.rows }, (_, row) => {
    const [start, end] = [matrix.rowStarts[row]!, matrix.rowStarts[row + 1]!];
    const columns = [...matrix.indices.slice(start, end)];
    assert.deepEqual(columns, [...new Set(columns)].sort((a, b) => a - b), `row ${row} ascends`);
    return new Map(columns.map((column, i) => [vocabulary[column]!, matrix.values[start + i]!]));
  });
}

function assertRows(got: Map<string, number>[], expected: readonly object[]): void {
  assert.equal(got.length, expected.length);
  expected.forEach((row, i) => {
    const entries: [string, number][] = Object.entries(row);
    assert.deepEqual([...got[i]!.keys()].sort(), entries.map(([term]) => term).sort(), `row ${i}`);
    for (const [term, value] of entries) {
      const error = Math.abs(got[i]!.get(term)! - value);
      assert.ok(error < 1e-12, `row ${i}, ${term}: expected ${value}, got ${got[i]!.get(term)}`);
    }
  });
}

for (const recorded of fixture.cases) {
  const { analyzer, ngram_range, min_df, max_features, terms, train, other } = recorded;
  const options = {
    analyzer: analyzer === "word" ? "word" as const : "char_wb" as const,
    ngramRange: [ngram_range[0]!, ngram_range[1]!] as const,
    minDf: min_df,
    maxFeatures: max_features,
  };
  Deno.test(`fitTfidf() equals scikit-learn on odd texts, ${JSON.stringify(options)}`, async () => {
    const tfidf = fitTfidf(fixture.texts.train, options);
    assert.deepEqual([...tfidf.vocabulary].sort(), [...terms].sort());
    assert.equal(tfidf.columns, terms.length);
    assertRows(termsOf(await tfidf.encode(fixture.texts.train), tfidf.vocabulary), train);
    assertRows(termsOf(await tfidf.encode(fixture.texts.other), tfidf.vocabulary), other);
  });
}

Deno.test("fitTfidf() weighs terms as worked by hand", async () => {
  // n = 2; df(to) = 2: idf 1; df(be) = 1: idf ln(3/2) + 1; "be" twice: tf 1 + ln 2
  const tfidf = fitTfidf(["to be be", "to"], { ngramRange: [1, 1] });
  const be = (1 + Math.log(2)) * (Math.log(3 / 2) + 1);
  const norm = Math.hypot(1, be);
  const [first, second] = termsOf(await tfidf.encode(["to be be", "to"]), tfidf.vocabulary);
  assert.ok(Math.abs(first!.get("be")! - be / norm) < 1e-15);
  assert.ok(Math.abs(first!.get("to")! - 1 / norm) < 1e-15);
  assert.deepEqual([...second!], [["to", 1]]);
});

Deno.test("fitTfidf() orders columns by first appearance", () => {
  const { vocabulary } = fitTfidf(["zoo ant zoo", "bee ant zoo"]);
  assert.deepEqual(vocabulary, ["zoo", "ant", "zoo ant", "ant zoo", "bee", "bee ant"]);
});

Deno.test("fitTfidf() keeps the most frequent terms, the earlier one of a tie", () => {
  const texts = ["late late", "early", "other", "early other late"];
  const kept = (maxFeatures: number) =>
    fitTfidf(texts, { ngramRange: [1, 1], maxFeatures }).vocabulary;
  assert.deepEqual(kept(1), ["late"]);
  assert.deepEqual(kept(2), ["late", "early"]);
  assert.deepEqual(kept(9), ["late", "early", "other"]);
});

Deno.test("fitTfidf() gives a row of zeros to a text without a known term", async () => {
  const tfidf = fitTfidf(["some words"]);
  const rows = await tfidf.encode(["", "others", "some"]);
  assert.deepEqual([...rows.rowStarts], [0, 0, 0, 1]);
  assert.deepEqual([...rows.values], [1]);
});

Deno.test("fitTfidf() learns nothing while it encodes", async () => {
  const tfidf = fitTfidf(["some words", "more words"], { analyzer: "char_wb", ngramRange: [2, 3] });
  const before = await tfidf.encode(["wordy sword"]);
  await tfidf.encode(["entirely different wordy swords"]);
  assert.deepEqual(await tfidf.encode(["wordy sword"]), before);
});

Deno.test("fitTfidf() gives every row with a known term the norm 1", async () => {
  const text = fc.array(fc.constantFrom("one", "two", "three", "Ünï", "_", "4", "55")).map((
    words,
  ) => words.join(" "));
  const analyzers = fc.constantFrom("word" as const, "char_wb" as const);
  await fc.assert(fc.asyncProperty(fc.array(text), analyzers, async (texts, analyzer) => {
    const tfidf = fitTfidf([...texts, "one two"], { analyzer });
    const rows = await tfidf.encode(texts);
    for (let row = 0; row < rows.rows; row++) {
      const values = rows.values.slice(rows.rowStarts[row], rows.rowStarts[row + 1]);
      if (values.length > 0) assert.ok(Math.abs(Math.hypot(...values) - 1) < 1e-12);
    }
  }));
});

Deno.test("fitTfidf() says when no term is left", () => {
  assert.throws(() => fitTfidf([]), {
    name: "RangeError",
    message: "Cannot fit TF-IDF: expected a term in at least 1 of 0 texts, found none",
  });
  assert.throws(() => fitTfidf(["one thing", "another"], { minDf: 2 }), {
    message: "Cannot fit TF-IDF: expected a term in at least 2 of 2 texts, found none",
  });
});

Deno.test("fitTfidf() names the option that is out of range", () => {
  const message = (text: string) => ({ name: "RangeError", message: `Cannot fit TF-IDF: ${text}` });
  const refuses = (options: Parameters<typeof fitTfidf>[1], text: string) =>
    assert.throws(() => fitTfidf(["some words"], options), message(text));
  refuses({ minDf: 0.5 }, "minDf expected an integer of at least 1, got 0.5");
  refuses({ maxFeatures: 0 }, "maxFeatures expected an integer of at least 1, got 0");
  refuses(
    { ngramRange: [2, 1] },
    "ngramRange expected two integers, 1 <= shortest <= longest, got [2,1]",
  );
});

Deno.test("fitTfidf() is named after its settings", () => {
  assert.equal(fitTfidf(["some words"]).name, "TF-IDF word 1-2 minDf 1");
  assert.equal(
    fitTfidf(["some"], { analyzer: "char_wb", ngramRange: [2, 5], maxFeatures: 3 }).name,
    "TF-IDF char_wb 2-5 minDf 1 maxFeatures 3",
  );
});
