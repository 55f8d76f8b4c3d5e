import assert from "assert";
import { fineTuneGpt2, nextTokenTask } from "lib/training/fine_tune_gpt2.ts";
import type { FineTuneGpt2Options } from "lib/training/fine_tune_gpt2_options.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { createGpt2, disposeGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { tinyConfig } from "./transformers/_tiny_config.ts";

await loadTensorFlow({ backend: "wasm" });

/** The answer is the prompt's first token, then the end. */
const COPIES = [1, 2, 3, 4].flatMap((first) =>
  [1, 2, 3, 4].map((second) => ({ prompt: [first, second, 5], answer: [first, 0] }))
);
const DATA = { train: COPIES, validation: COPIES };

async function inFolder<T>(work: (options: FineTuneGpt2Options) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await work({ folder, seed: 1, epochs: 20, learningRate: 0.02, batchSize: 4 });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const lossOn of ["answer", "all"] as const) {
  Deno.test(`fineTuneGpt2() learns to copy with the loss on ${lossOn}, leaking nothing`, async () => {
    const model = createGpt2(tinyConfig({ initializerRange: 0.1 }), 1);
    const before = tf.memory().numTensors;
    const { entries, best } = await inFolder((o) => fineTuneGpt2(model, DATA, { ...o, lossOn }));
    assert.equal(tf.memory().numTensors, before);
    const first = entries.find(({ kind }) => kind === "step");
    assert.ok(first?.kind === "step" && first.loss > 1.5, "untrained, it guesses among six tokens");
    // of an answer nothing is open; of the four tokens to predict one is any of four
    const [least, most] = lossOn === "answer" ? [0, 0.1] : [Math.log(4) / 4, 0.9];
    assert.ok(best.loss >= least && best.loss < most, `best loss ${best.loss}`);
  });
}

Deno.test("nextTokenTask() validates to the same number, stopped after any batch", async () => {
  const model = createGpt2(tinyConfig({ initializerRange: 0.1 }), 1);
  const longer = { prompt: [3, 1, 2, 5], answer: [3, 4, 0] }; // weighs more than a batch of others
  const validation = [...COPIES, longer];
  const task = nextTokenTask(model, { ...DATA, validation }, { lossOn: "all", batchSize: 4 });
  const kept: string[] = [];
  const loss = await task.validate({
    reached: (soFar) => Promise.resolve(void kept.push(JSON.stringify(soFar))),
  });
  assert.equal(loss, await task.validate());
  assert.equal(kept.length, 5);
  for (const [at, text] of kept.entries()) {
    let batches = 0;
    const reached = () => Promise.resolve(void batches++);
    assert.equal(await task.validate({ from: JSON.parse(text), reached }), loss);
    assert.equal(batches, 4 - at);
  }
  disposeGpt2(model);
});

Deno.test("fineTuneGpt2() refuses too little data and texts beyond the positions", async () => {
  const model = createGpt2(tinyConfig(), 1);
  await inFolder(async (options) => {
    await assert.rejects(async () => await fineTuneGpt2(model, { ...DATA, train: [] }, options), {
      name: "RangeError",
      message: "Cannot fine-tune: expected texts to train on and to validate by, got 0 and 16",
    });
    const validation = [COPIES[0]!, { prompt: new Array(16).fill(1), answer: [1] }];
    await assert.rejects(async () => await fineTuneGpt2(model, { ...DATA, validation }, options), {
      name: "RangeError",
      message: "Cannot fine-tune: expected at most 16 tokens a text, got 17 in row 1 of validation",
    });
  });
});
