import assert from "assert";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { gpt2Forward, gpt2Logits } from "lib/training/transformers/gpt2.ts";
import {
  decodeNext,
  type DecodingState,
  disposeDecoding,
  startDecoding,
} from "lib/training/transformers/gpt2_cache.ts";
import { createGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { assertClose } from "../_arrays.ts";
import { tinyConfig } from "./_tiny_config.ts";

await loadTensorFlow({ backend: "cpu" });
const model = createGpt2(tinyConfig(), 7);

/** Scores of the token after each text, computed without a cache and without padding. */
function uncached(texts: readonly number[][]): number[] {
  return texts.flatMap((ids) => {
    const logits = tf.tidy(() => gpt2Logits(model, gpt2Forward(model, padBatch([ids], 0))));
    const last = [...logits.dataSync()].slice(-model.config.vocabSize);
    logits.dispose();
    return last;
  });
}

function assertScores(state: DecodingState, texts: readonly number[][]): void {
  assert.deepEqual(state.logits.shape, [texts.length, model.config.vocabSize]);
  assertClose(state.logits.dataSync(), uncached(texts), 1e-5);
}

Deno.test("decodeNext() agrees with reading the whole text, prompts of unequal length", () => {
  const before = tf.memory().numTensors;
  let state = startDecoding(model, padBatch([[1, 2, 3, 4, 5], [3, 1]], 0));
  assertScores(state, [[1, 2, 3, 4, 5], [3, 1]]);
  state = decodeNext(model, state, { ids: [5, 4, 2, 0, 1, 3] }); // three continuations of each
  assertScores(state, [[1, 2, 3, 4, 5, 5], [1, 2, 3, 4, 5, 4], [1, 2, 3, 4, 5, 2], [3, 1, 0], [
    3,
    1,
    1,
  ], [3, 1, 3]]);
  state = decodeNext(model, state, { ids: [1, 1, 1, 2, 2, 2] });
  assertScores(state, [
    [1, 2, 3, 4, 5, 5, 1],
    [1, 2, 3, 4, 5, 4, 1],
    [1, 2, 3, 4, 5, 2, 1],
    [3, 1, 0, 2],
    [3, 1, 1, 2],
    [3, 1, 3, 2],
  ]);
  disposeDecoding(state);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("decodeNext() follows the parents that it is told, one twice and one not at all", () => {
  let state = startDecoding(model, padBatch([[1, 2]], 0));
  state = decodeNext(model, state, { ids: [3, 4, 5] });
  state = decodeNext(model, state, { ids: [1, 2, 2, 3], parents: [2, 0, 2, 2] });
  assertScores(state, [[1, 2, 5, 1], [1, 2, 3, 2], [1, 2, 5, 2], [1, 2, 5, 3]]);
  disposeDecoding(state);
});

Deno.test("decodeNext() keeps as many tensors, however many tokens it has decoded", () => {
  let state = startDecoding(model, padBatch([[1]], 0));
  const counts: number[] = [];
  for (let token = 0; token < 5; token++) {
    state = decodeNext(model, state, { ids: [token, token] });
    counts.push(tf.memory().numTensors);
  }
  assert.equal(new Set(counts).size, 1, `tensors: ${counts}`);
  disposeDecoding(state);
});

Deno.test("decodeNext() refuses rows that are not as many for each prompt", () => {
  const state = startDecoding(model, padBatch([[1], [2]], 0));
  for (const ids of [[], [1, 2, 3]]) {
    assert.throws(() => decodeNext(model, state, { ids }), {
      name: "RangeError",
      message: `Cannot decode: expected as many tokens for each of 2 prompts, got ${ids.length}`,
    });
  }
  disposeDecoding(state);
});

Deno.test("decodeNext() refuses tokens beyond the positions", () => {
  const state = startDecoding(model, padBatch([new Array(16).fill(1)], 0));
  assert.throws(() => decodeNext(model, state, { ids: [1] }), {
    name: "RangeError",
    message: "Cannot read 17 tokens: expected at most 16, this GPT-2's positions",
  });
  disposeDecoding(state);
});
