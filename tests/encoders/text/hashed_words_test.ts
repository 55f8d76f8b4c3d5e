import assert from "assert";
import fc from "fast-check";
import { hashedWords } from "lib/encoders/text/hashed_words.ts";
import { encodeWords } from "lib/encoders/text/word_vectors.ts";

Deno.test("hashedWords() adds a word's signs to its columns, as Python's hashlib places them", async () => {
  // for h = sha256(word)[at:at + 8], at = 0, 8, 16, 24: (1 if h[4] % 2 else -1) / 2 is added to
  // column int.from_bytes(h[:4], "little") % 8
  const { hidden, wordOf } = await hashedWords({ columns: 8 }).encodeTokens(["hello", "naïve"]);
  assert.deepEqual([hidden.rows, hidden.columns], [2, 8]);
  assert.deepEqual([...hidden.data.subarray(0, 8)], [0, 0, 0, 1, 0.5, 0, 0.5, 0]);
  assert.deepEqual([...hidden.data.subarray(8)], [-0.5, 0.5, 0, 0, 0, -0.5, 0, -0.5]);
  assert.deepEqual(wordOf, [0, 1]);
});

Deno.test("hashedWords() hears no difference in case, punctuation and ways to write one letter", async () => {
  const vectors = async (word: string) => await encodeWords([word], hashedWords());
  const plain = await vectors("naïve");
  for (const word of ["Naïve", "«NAÏVE!»", "nai\u0308ve"]) {
    assert.deepEqual(await vectors(word), plain, word);
  }
  assert.notDeepEqual(await vectors("naive"), plain);
});

Deno.test("hashedWords() has no token for what holds no letter or digit", async () => {
  const { vectors, known } = await encodeWords(["…", "cat", "", "!?"], hashedWords());
  assert.deepEqual([...known], [0, 1, 0, 0]);
  const rows = [0, 1, 2, 3].map((row) => vectors.data.subarray(row * 64, (row + 1) * 64));
  assert.deepEqual(rows.map((row) => row.some((value) => value !== 0)), [
    false,
    true,
    false,
    false,
  ]);
});

Deno.test("hashedWords() makes words orthogonal on average, and fills columns evenly", async () => {
  const columns = 16;
  const { hidden } = await hashedWords({ columns })
    .encodeTokens(Array.from({ length: 2000 }, (_, i) => `word${i}`));
  const squares = new Float64Array(columns);
  hidden.data.forEach((value, at) => squares[at % columns]! += value ** 2);
  let product = 0;
  for (let at = 0; at < 1000 * columns; at++) {
    product += hidden.data[at]! * hidden.data[at + 1000 * columns]! / 1000;
  }
  // Expected in each column: 2000 * 4 / 4 / 16 = 125, standard deviation about 7 as the entries'
  // squares vary; a product of two words has variance 1 / 16, the mean of 1000 then 0.0079
  for (const sum of squares) assert.ok(Math.abs(sum - 125) < 35, `${sum}`);
  assert.ok(Math.abs(product) < 0.04, `${product}`);
});

Deno.test("hashedWords() gives a word one vector wherever it stands", async () => {
  const encoder = hashedWords({ columns: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.stringMatching(/^[a-z]{1,8}$/)), async (words) => {
      const { vectors, known } = await encodeWords(words, encoder);
      for (const [at, word] of words.entries()) {
        const row = [...vectors.data.subarray(at * 5, at * 5 + 5)];
        assert.deepEqual(row, [...(await encodeWords([word], encoder)).vectors.data]);
        assert.equal(known[at], 1);
      }
    }),
  );
});

Deno.test("hashedWords() refuses no columns and parts of one", () => {
  for (const columns of [0, -1, 1.5, NaN]) {
    assert.throws(() => hashedWords({ columns }), {
      name: "RangeError",
      message: `Cannot hash words: expected a positive whole number of columns, got ${columns}`,
    });
  }
});
