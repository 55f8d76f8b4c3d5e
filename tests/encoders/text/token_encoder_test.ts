import assert from "assert";
import { join } from "node:path";
import { openTokenEncoder } from "lib/encoders/text/token_encoder.ts";
import { encodeWords } from "lib/encoders/text/word_vectors.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { TEXT_ENCODER } from "lib/loaders/models/model_needs.ts";
import { settings } from "lib/settings.ts";
import type { DenseMatrix } from "lib/types.ts";

const FIXTURES = join(import.meta.dirname!, "..", "..", "fixtures");

const tiny: ModelFiles = { ...filesIn(join(FIXTURES, "tiny-roberta")), id: "tiny-roberta" };

/** A model's tokens, and as many columns of their states as were recorded. */
interface Recorded {
  wordOf: number[];
  hidden: number[][];
}

/** What PyTorch 2.13 and transformers 5.24 give, see `fixtures/word_tokens.py`. */
const { words, tinyRoberta, tinyRobertaInTwo, miniLm }:
  & { words: string[] }
  & Record<"tinyRoberta" | "tinyRobertaInTwo" | "miniLm", Recorded> = JSON.parse(
    await Deno.readTextFile(join(FIXTURES, "word_tokens.json")),
  );

function assertNear({ rows, columns, data }: DenseMatrix, expected: number[][]) {
  assert.equal(rows, expected.length);
  for (const [token, row] of expected.entries()) {
    const got = data.subarray(token * columns, token * columns + row.length);
    const distance = Math.max(...row.map((value, d) => Math.abs(value - got[d]!)));
    assert.ok(distance <= 1e-4, `token ${token}: off by ${distance}`);
  }
}

Deno.test("openTokenEncoder() gives each word the tokens and states that PyTorch gives", async () => {
  const encoder = await openTokenEncoder(tiny, { threads: 1 });
  const { hidden, wordOf } = await encoder.encodeTokens(words);
  assert.equal(encoder.columns, 32);
  assert.deepEqual(wordOf, tinyRoberta.wordOf);
  assertNear(hidden, tinyRoberta.hidden);
});

Deno.test("openTokenEncoder() reads a text that is too long in windows of whole words", async () => {
  // 42 tokens, 22 at a time beside two special ones: the first 10 words have 22, the last three 20
  const encoder = await openTokenEncoder(tiny, { maxTokens: 24, threads: 1 });
  const { hidden, wordOf } = await encoder.encodeTokens(words);
  assert.deepEqual(wordOf, tinyRobertaInTwo.wordOf);
  assertNear(hidden, tinyRobertaInTwo.hidden);
});

Deno.test("openTokenEncoder() leaves no word of a long transcript without a vector", async () => {
  const encoder = await openTokenEncoder(tiny, { threads: 1 }); // the model takes 128 tokens
  const long = Array.from({ length: 500 }, (_, i) => words[i % words.length]!);
  const { known, vectors } = await encodeWords(long, encoder);
  assert.ok(known.every((flag) => flag === 1));
  assert.ok(vectors.data.every(Number.isFinite));
});

Deno.test("openTokenEncoder() keeps the first tokens of a word longer than a window", async () => {
  const encoder = await openTokenEncoder(tiny, { maxTokens: 6, threads: 1 });
  const { wordOf } = await encoder.encodeTokens(["unbelievableness!", "duck,"]);
  assert.deepEqual(wordOf, [0, 0, 0, 0, 1, 1, 1]);
});

Deno.test("openTokenEncoder() has no token for an empty word, and none for no words", async () => {
  const encoder = await openTokenEncoder(tiny, { threads: 1 });
  const blank = await encoder.encodeTokens(["one", " ", "duck,"]);
  assert.deepEqual([...new Set(blank.wordOf)], [0, 2]);
  const none = await encoder.encodeTokens([]);
  assert.deepEqual([none.hidden.rows, none.wordOf.length], [0, 0]);
});

Deno.test("openTokenEncoder() does not mind spaces around a word", async () => {
  const encoder = await openTokenEncoder(tiny, { threads: 1 });
  const tidy = await encoder.encodeTokens(["one", "duck,"]);
  assert.deepEqual(await encoder.encodeTokens(["one ", "\nduck,"]), tidy);
});

Deno.test("openTokenEncoder() stays close in int8", async () => {
  const encoder = await openTokenEncoder(tiny, { precision: "int8", threads: 1 });
  const { hidden } = await encoder.encodeTokens(words);
  const exact = tinyRoberta.hidden.flat();
  const error = Math.hypot(...exact.map((value, i) => value - hidden.data[i]!));
  const relative = error / Math.hypot(...exact);
  assert.ok(relative > 1e-6 && relative < 0.05, `relative error ${relative}`);
});

Deno.test("openTokenEncoder() refuses a limit that leaves room for special tokens only", async () => {
  await assert.rejects(openTokenEncoder(tiny, { maxTokens: 2, threads: 1 }), {
    name: "RangeError",
    message: "Cannot encode words with tiny-roberta: expected maxTokens above 2, its special " +
      "tokens, got 2",
  });
});

const miniLmFiles = await findModel("sentence-transformers/all-MiniLM-L6-v2", {
  ...settings,
  hub: { ...settings.hub, offline: true }, // tests do not download
}, { needs: TEXT_ENCODER }).catch(() => undefined);

Deno.test({
  name: "openTokenEncoder() gives PyTorch's states of MiniLM's tokens",
  ignore: !miniLmFiles, // its weights are not on this machine
  fn: async () => {
    const encoder = await openTokenEncoder(miniLmFiles!, { threads: 1 });
    const { hidden, wordOf } = await encoder.encodeTokens(words);
    assert.deepEqual(wordOf, miniLm.wordOf);
    assertNear(hidden, miniLm.hidden);
  },
});
