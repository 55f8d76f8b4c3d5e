import assert from "assert";
import { restoreTfidf } from "lib/encoders/text/restore_tfidf.ts";
import { fitTfidf } from "lib/encoders/text/tfidf.ts";

const TEXTS = ["the cat sat on the mat", "the dog sat", "a cat and a dog", "was été, was_1 été"];

Deno.test("restoreTfidf() gives the same rows as the encoder it was kept from", async () => {
  for (const minDf of [1, 2]) {
    const fitted = fitTfidf(TEXTS, { minDf });
    const { name, vocabulary, idf } = fitted;
    const restored = restoreTfidf({ name, vocabulary, idf });
    const items = [...TEXTS, "", "the cat the cat sat sat", "unknown words"];
    assert.deepEqual(await restored.encode(items), await fitted.encode(items));
    assert.equal(restored.columns, fitted.columns);
  }
});

Deno.test("restoreTfidf() keeps to the lengths of n-grams it was fitted with", async () => {
  const fitted = fitTfidf(TEXTS, { ngramRange: [2, 3] });
  const restored = restoreTfidf({ ...fitted, ngramRange: [2, 3] });
  assert.deepEqual(await restored.encode(TEXTS), await fitted.encode(TEXTS));
});

Deno.test("restoreTfidf() refuses weights that do not fit and terms that are no words", () => {
  const kept = { name: "TF-IDF", vocabulary: ["cat"], idf: Float64Array.of(1, 2) };
  assert.throws(() => restoreTfidf(kept), {
    name: "RangeError",
    message: "Cannot restore TF-IDF: expected a weight for each of 1 terms, got 2",
  });
  assert.throws(() => restoreTfidf({ ...kept, vocabulary: ["cat", "a-b"] }), {
    name: "RangeError",
    message: "Cannot restore TF-IDF: expected a run of words, got a-b",
  });
});
