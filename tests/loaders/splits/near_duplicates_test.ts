import assert from "assert";
import fc from "fast-check";
import { loadDataset } from "lib/loaders/dataset/dataset.ts";
import { crossingDuplicates } from "lib/loaders/splits/near_duplicates.ts";
import { originalSplit } from "lib/loaders/splits/original_split.ts";
import { settings } from "lib/settings.ts";

const SPLIT = { train: [0, 1], validation: [2], test: [3] };

Deno.test("crossingDuplicates() finds texts that differ in case, punctuation and spaces only", () => {
  const texts = [
    "Hello, World again!",
    "hello world again",
    "HELLO  world\nagain",
    "other words here",
  ];
  assert.deepEqual(crossingDuplicates(texts, SPLIT), [
    { rows: [0, 2], sides: ["train", "validation"], similarity: 1, exact: true },
    { rows: [1, 2], sides: ["train", "validation"], similarity: 1, exact: true },
  ]);
});

// By hand: "a b c", "b c d", "c d e" against "b c d", "c d e", "d e f": 2 shared of 4.
Deno.test("crossingDuplicates() measures the Jaccard index of word 3-grams", () => {
  const texts = ["a b c d e", "x", "y", "b c d e f"];
  const pair = { rows: [0, 3], sides: ["train", "test"], similarity: 0.5, exact: false };
  assert.deepEqual(crossingDuplicates(texts, SPLIT, { threshold: 0.5 }), [pair]);
  assert.deepEqual(crossingDuplicates(texts, SPLIT, { threshold: 0.51 }), []);
});

Deno.test("crossingDuplicates() compares texts that are shorter than a shingle or hold no word", () => {
  const found = crossingDuplicates(["♪♪", "yes", " ♪♪", "Yes!"], SPLIT);
  assert.deepEqual(found.map(({ rows, exact }) => [rows, exact]), [[[0, 2], true], [[1, 3], true]]);
  assert.deepEqual(crossingDuplicates(["♪♪", "yes", "!!", "no"], SPLIT), []);
});

Deno.test("crossingDuplicates() leaves out rows that are on no side", () => {
  const texts = ["same text", "same text", "same text"];
  assert.deepEqual(crossingDuplicates(texts, { train: [0], validation: [], test: [] }), []);
});

Deno.test("crossingDuplicates() finds what comparing all pairs finds", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 }).map((w) => w.join(" "));
  const threshold = fc.constantFrom(0.1, 0.3, 0.5, 0.7, 0.9, 1);
  const length = fc.integer({ min: 1, max: 3 });
  const sample = fc.tuple(fc.array(text, { minLength: 9, maxLength: 9 }), threshold, length);
  fc.assert(fc.property(sample, ([texts, threshold, shingleLength]) => {
    const split = { train: [8, 0, 1, 2, 3], validation: [4, 5], test: [6, 7] };
    const found = crossingDuplicates(texts, split, { threshold, shingleLength });
    const sideOf = (row: number) => Object.values(split).findIndex((rows) => rows.includes(row));
    const expected = texts.flatMap((a, i) =>
      texts.map((b, j) => ({ i, j, similarity: similarity(a, b, shingleLength) }))
        .filter(({ j, similarity }) => j < i && sideOf(i) !== sideOf(j) && similarity >= threshold)
        .map(({ j, similarity }) => [j, i, similarity])
    );
    assert.deepEqual(found.map(({ rows, similarity }) => [...rows, similarity]), expected);
  }));
});

function similarity(a: string, b: string, length: number): number {
  const [first, second] = [a, b].map((text) => {
    const words = text.split(" ");
    if (words.length <= length) return [text];
    return words.slice(0, words.length - length + 1).map((_, i) =>
      words.slice(i, i + length).join(" ")
    );
  });
  const union = new Set([...first!, ...second!]);
  const shared = [...union].filter((item) => first!.includes(item) && second!.includes(item));
  return shared.length / union.size;
}

Deno.test("crossingDuplicates() refuses options out of range and rows that are not there", () => {
  const texts = ["a", "b", "c", "d"];
  assert.throws(() => crossingDuplicates(texts, SPLIT, { threshold: 0 }), {
    name: "RangeError",
    message: "Cannot look for duplicates: expected a threshold in (0, 1], got 0",
  });
  assert.throws(() => crossingDuplicates(texts, SPLIT, { shingleLength: 0 }), {
    name: "RangeError",
    message: "Cannot look for duplicates: expected shingles of 1 word or more, got 0",
  });
  assert.throws(() => crossingDuplicates(texts.slice(1), SPLIT), {
    name: "RangeError",
    message: "Cannot look for duplicates: expected rows in 0..2, got 3 in test",
  });
});

Deno.test({
  name: "crossingDuplicates() finds the transcripts that the original split leaks",
  ignore: settings.dataset === undefined, // needs the real data set
  fn: async () => {
    const texts = (await loadDataset(settings.dataset!)).map(({ transcript }) => transcript);
    const pairs = crossingDuplicates(texts, originalSplit(texts.length), { threshold: 1 });
    const verbatim = pairs.filter(({ rows: [a, b] }) => texts[a] === texts[b]);
    const leaked = (side: "validation" | "test") =>
      new Set(
        verbatim.filter(({ sides }) => sides.includes("train") && sides.includes(side))
          .map(({ rows: [row] }) => texts[row]),
      ).size;
    assert.deepEqual([leaked("validation"), leaked("test")], [8, 5]);
  },
});
