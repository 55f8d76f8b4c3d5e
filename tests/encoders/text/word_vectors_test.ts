import assert from "assert";
import { encodeWords, type TokenEncoder } from "lib/encoders/text/word_vectors.ts";

/** Two tokens a word, `[CLS]` first; a token's state is its place and its word's length. */
const model: TokenEncoder = {
  name: "tiny",
  columns: 2,
  encodeTokens(words) {
    const kept = words.slice(0, 3);
    const states = [9, 9, ...kept.flatMap(({ length }, i) => [2 * i, length, 2 * i + 1, length])];
    return Promise.resolve({
      hidden: {
        kind: "dense",
        rows: states.length / 2,
        columns: 2,
        data: Float32Array.from(states),
      },
      wordOf: [undefined, ...kept.flatMap((_, i) => [i, i])],
    });
  },
};

Deno.test("encodeWords() averages each word's tokens", async () => {
  const { vectors, known } = await encodeWords(["a", "four"], model);
  assert.deepEqual([vectors.rows, vectors.columns], [2, 2]);
  assert.deepEqual([...vectors.data], [0.5, 1, 2.5, 4]);
  assert.deepEqual([...known], [1, 1]);
});

Deno.test("encodeWords() marks words beyond what the model takes", async () => {
  const { vectors, known } = await encodeWords(["a", "b", "c", "d"], model);
  assert.deepEqual([...known], [1, 1, 1, 0]);
  assert.deepEqual([...vectors.data.subarray(6)], [0, 0]);
});

Deno.test("encodeWords() asks nothing for no words", async () => {
  const silent = { ...model, encodeTokens: () => Promise.reject(new Error("asked")) };
  const { vectors, known } = await encodeWords([], silent);
  assert.deepEqual([vectors.rows, vectors.columns, known.length], [0, 2, 0]);
});

Deno.test("encodeWords() refuses states that do not fit", async () => {
  await assert.rejects(encodeWords(["a"], { ...model, columns: 3 }), {
    name: "TypeError",
    message: "Cannot average tokens of tiny: expected [3, 3] hidden states, got [3, 2]",
  });
  const stray = {
    ...model,
    encodeTokens: async (words: readonly string[]) => ({
      ...await model.encodeTokens(words),
      wordOf: [0, 1, 0],
    }),
  };
  await assert.rejects(encodeWords(["a"], stray), {
    name: "RangeError",
    message: "Cannot average tokens of tiny: expected words 0 to 0, got 1",
  });
});
