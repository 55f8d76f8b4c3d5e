import assert from "assert";
import fc from "fast-check";
import { hashedWords } from "lib/encoders/text/hashed_words.ts";
import { encodeWords } from "lib/encoders/text/word_vectors.ts";

Deno.test("hashedWords() puts a word's sign into its column, as Python's hashlib places it", async () => {
  // int.from_bytes(sha256(word)[:4], "little") % 8 and sha256(word)[4] % 2
  const { hidden, wordOf } = await hashedWords({ columns: 8 }).encodeTokens(["hello", "naïve"]);
  assert.deepEqual([hidden.rows, hidden.columns], [2, 8]);
  assert.deepEqual([...hidden.data], [0, 0, 0, 0, 1, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0]);
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
  assert.equal(vectors.data.filter((value) => value !== 0).length, 1);
});

Deno.test("hashedWords() keeps different words apart on average: signs cancel, columns fill evenly", async () => {
  const columns = 16;
  const words = Array.from({ length: 4000 }, (_, i) => `word${i}`);
  const { hidden } = await hashedWords({ columns }).encodeTokens(words);
  const fill = new Float64Array(columns);
  hidden.data.forEach((value, at) => fill[at % columns]! += Math.abs(value));
  const total = hidden.data.reduce((sum, value) => sum + value, 0);
  // 250 expected a column, standard deviation sqrt(4000 / 16 * 15 / 16) = 15.3; the sum's is 63.2
  for (const count of fill) assert.ok(Math.abs(count - 250) < 5 * 15.3, `${count}`);
  assert.ok(Math.abs(total) < 4 * 63.2, `${total}`);
});

Deno.test("hashedWords() gives each word one plus or minus 1 wherever it stands", async () => {
  const encoder = hashedWords({ columns: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.stringMatching(/^[a-z]{1,8}$/)), async (words) => {
      const { vectors } = await encodeWords(words, encoder);
      for (const [at, word] of words.entries()) {
        const row = [...vectors.data.subarray(at * 5, at * 5 + 5)];
        assert.equal(row.reduce((sum, value) => sum + Math.abs(value), 0), 1);
        assert.deepEqual(row, [...(await encodeWords([word], encoder)).vectors.data]);
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
