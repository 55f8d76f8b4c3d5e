import assert from "assert";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { gpt2Forward, gpt2Logits } from "lib/training/transformers/gpt2.ts";
import { createGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { nextTokenBatch, nextTokenLoss } from "lib/training/transformers/next_token_loss.ts";
import { assertClose } from "../_arrays.ts";
import { tinyConfig } from "./_tiny_config.ts";

await loadTensorFlow({ backend: "cpu" });
const model = createGpt2(tinyConfig(), 3);

const ROWS = [{ prompt: [1, 2], answer: [3] }, { prompt: [4], answer: [5, 0] }];

Deno.test("nextTokenBatch() predicts the answer alone, or every token but the first", () => {
  const answer = nextTokenBatch(ROWS, "answer");
  assert.deepEqual([...answer.tokens.inputIds], [1, 2, 3, 4, 5, 0]);
  assert.deepEqual([...answer.places], [1, 3, 4]);
  assert.deepEqual([...answer.targets], [3, 5, 0]);
  const all = nextTokenBatch(ROWS, "all");
  assert.deepEqual([...all.places], [0, 1, 3, 4]);
  assert.deepEqual([...all.targets], [2, 3, 5, 0]);
});

Deno.test("nextTokenBatch() predicts no padding", () => {
  const { places, targets } = nextTokenBatch([{ prompt: [1], answer: [2] }, ROWS[0]!], "all");
  assert.deepEqual([...places], [0, 3, 4]);
  assert.deepEqual([...targets], [2, 2, 3]);
});

Deno.test("nextTokenLoss() is the mean of -log p of the answers' tokens", () => {
  const batch = nextTokenBatch(ROWS, "answer");
  const all = tf.tidy(() => tf.logSoftmax(gpt2Logits(model, gpt2Forward(model, batch.tokens))));
  const log = all.arraySync() as number[][];
  const expected = -(log[1]![3]! + log[3]![5]! + log[4]![0]!) / 3;
  assertClose(nextTokenLoss(model, batch).dataSync(), [expected]);
});

Deno.test("nextTokenBatch() refuses a text without a prompt or an answer", () => {
  assert.throws(() => nextTokenBatch([ROWS[0]!, { prompt: [1], answer: [] }], "all"), {
    name: "RangeError",
    message: "Cannot train on a text: expected a prompt and an answer, got 1 and 0 tokens in row 1",
  });
});
