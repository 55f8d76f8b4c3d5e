import assert from "assert";
import { sampleTokens } from "lib/generators/sample_tokens.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { createGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { tinyConfig } from "../training/transformers/_tiny_config.ts";
import { uncachedProbabilities } from "./_tiny_gpt2.ts";

await loadTensorFlow({ backend: "wasm" });
const model = createGpt2(tinyConfig({ vocabSize: 5, initializerRange: 0.4 }), 11);
const VOCABULARY = [0, 1, 2, 3, 4];
const NEVER_STOPS: ReadonlySet<number> = new Set();

Deno.test("sampleTokens() draws pairs of tokens as often as the softmax says", async () => {
  const prompt = { ids: [1, 2, 3], seed: 5 };
  const draws = 10_000;
  const options = { samples: draws, maxTokens: 2, stopTokenIds: NEVER_STOPS };
  const [samples] = await sampleTokens(model, [prompt], options);
  const first = uncachedProbabilities(model, prompt.ids);
  let chiSquare = 0;
  for (const a of VOCABULARY) {
    const second = uncachedProbabilities(model, [...prompt.ids, a]);
    for (const b of VOCABULARY) {
      const expected = draws * first[a]! * second[b]!;
      assert.ok(expected > 5, `too few of ${a}, ${b} are expected for the test: ${expected}`);
      const seen = samples!.filter(({ ids }) => ids[0] === a && ids[1] === b).length;
      chiSquare += (seen - expected) ** 2 / expected;
    }
  }
  assert.ok(chiSquare < 51.18, `chi-square ${chiSquare}`); // 24 degrees of freedom, p = 0.001
});

Deno.test("sampleTokens() gives a prompt the same draws alone as beside others", async () => {
  const options = { samples: 3, maxTokens: 6, stopTokenIds: new Set([0]) };
  const prompts = [{ ids: [1, 2, 3], seed: 5 }, { ids: [4], seed: 6 }];
  const together = await sampleTokens(model, prompts, options);
  const alone = await Promise.all(prompts.map((prompt) => sampleTokens(model, [prompt], options)));
  const ids = (samples: typeof together) => samples.map((row) => row.map(({ ids }) => ids));
  assert.deepEqual(ids(together), alone.flatMap(ids));
  const again = await sampleTokens(model, [{ ids: [1, 2, 3], seed: 7 }], options);
  assert.notDeepEqual(ids(again)[0], ids(together)[0]);
});

Deno.test("sampleTokens() stops at a stop token and leaves it out", async () => {
  const options = { samples: 200, maxTokens: 4, stopTokenIds: new Set([0, 3]) };
  const [samples] = await sampleTokens(model, [{ ids: [2], seed: 1 }], options);
  assert.ok(samples!.every(({ ids }) => ids.every((id) => id !== 0 && id !== 3)));
  assert.ok(samples!.every(({ ids, stopped }) => stopped ? ids.length < 4 : ids.length === 4));
  const lengths = new Set(samples!.map(({ ids }) => ids.length));
  assert.deepEqual([...lengths].sort(), [0, 1, 2, 3, 4]);
});

Deno.test("sampleTokens() is greedy at temperature 0", async () => {
  const options = { samples: 2, maxTokens: 5, stopTokenIds: NEVER_STOPS, temperature: 0 };
  const [samples] = await sampleTokens(model, [{ ids: [1, 4], seed: 1 }], options);
  const expected: number[] = [];
  while (expected.length < 5) {
    const next = uncachedProbabilities(model, [1, 4, ...expected]);
    expected.push(next.indexOf(Math.max(...next)));
  }
  assert.deepEqual(samples!.map(({ ids }) => ids), [expected, expected]);
});

Deno.test("sampleTokens() leaves no tensor behind, nor when it fails", async () => {
  const before = tf.memory().numTensors;
  const options = { samples: 4, maxTokens: 5, stopTokenIds: new Set([0]) };
  await sampleTokens(model, [{ ids: [1, 2], seed: 1 }, { ids: [3], seed: 2 }], options);
  assert.equal(tf.memory().numTensors, before);
  const wrong = sampleTokens(model, [{ ids: [1], seed: 1 }], { ...options, topP: 2 });
  await assert.rejects(wrong, { name: "RangeError" });
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("sampleTokens() refuses prompts that leave no room, and counts below 1", async () => {
  const options = { samples: 1, maxTokens: 4, stopTokenIds: NEVER_STOPS };
  const prompts = [{ ids: [1], seed: 0 }, { ids: new Array(13).fill(1), seed: 0 }];
  await assert.rejects(sampleTokens(model, prompts, options), {
    name: "RangeError",
    message:
      "Cannot sample 4 tokens: expected prompts of at most 12, this GPT-2's positions less " +
      "those, got 13 in prompt 1",
  });
  await assert.rejects(sampleTokens(model, prompts, { ...options, samples: 0 }), {
    name: "RangeError",
    message: "Cannot sample: expected samples to be an integer from 1, got 0",
  });
});
