import assert from "assert";
import { createGenerator } from "lib/random.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { gpt2Forward } from "lib/training/transformers/gpt2.ts";
import { createGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { assertClose } from "../_arrays.ts";
import { tinyConfig } from "./_tiny_config.ts";

await loadTensorFlow({ backend: "cpu" });
const model = createGpt2(tinyConfig(), 1);

/** Hidden states of a batch, one array a token. */
function hiddenOf(rows: number[][]): number[][] {
  const hidden = tf.tidy(() => gpt2Forward(model, padBatch(rows, 0)));
  const states = hidden.arraySync();
  hidden.dispose();
  return states;
}

Deno.test("gpt2Forward() lets no token see a later one", () => {
  const [first, second] = [hiddenOf([[1, 2, 3, 4]]), hiddenOf([[1, 2, 5, 0]])];
  assertClose(first.slice(0, 2).flat(), second.slice(0, 2).flat());
  assert.notDeepEqual(first[2], second[2]);
});

Deno.test("gpt2Forward() gives a padded text what it gives it alone", () => {
  const padded = hiddenOf([[1, 2], [3, 4, 5, 1]]);
  assertClose(padded.slice(0, 2).flat(), hiddenOf([[1, 2]]).flat());
  assertClose(padded.slice(4).flat(), hiddenOf([[3, 4, 5, 1]]).flat());
});

Deno.test("gpt2Forward() tells equal tokens apart by their place", () => {
  const [first, second] = hiddenOf([[3, 3]]);
  assert.notDeepEqual(first, second);
});

Deno.test("gpt2Forward() drops in training only, the same for a seed", () => {
  const { parameters } = model;
  for (const name of ["embeddingDropout", "residualDropout", "attentionDropout"] as const) {
    const dropping = { config: tinyConfig({ [name]: 0.5 }), parameters };
    const run = (seed?: number) => {
      const generator = seed === undefined ? undefined : createGenerator(seed);
      return tf.tidy(() =>
        gpt2Forward(dropping, padBatch([[1, 2, 3]], 0), { generator }).dataSync()
      );
    };
    assertClose(run(), hiddenOf([[1, 2, 3]]).flat());
    assert.notDeepEqual(run(1), run(), name);
    assert.deepEqual(run(1), run(1), name);
    assert.notDeepEqual(run(1), run(2), name);
  }
});

Deno.test("gpt2Forward() refuses ids beyond the vocabulary and texts beyond the positions", () => {
  assert.throws(() => gpt2Forward(model, padBatch([[1, 6]], 0)), {
    name: "RangeError",
    message:
      "Cannot read token id 6: expected 0..5, this GPT-2's vocabulary; its tokenizer does not " +
      "belong to it",
  });
  assert.throws(() => gpt2Forward(model, padBatch([new Array(17).fill(1)], 0)), {
    name: "RangeError",
    message: "Cannot read 17 tokens: expected at most 16, this GPT-2's positions",
  });
});
