import assert from "assert";
import { scoreContinuations } from "lib/generators/gpt2_prompt.ts";
import { answerStops, scoreWithGpt2 } from "lib/generators/score_with_gpt2.ts";
import { fineTuneGpt2 } from "lib/training/fine_tune_gpt2.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { createGpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import { createGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { trainByteLevelBpe } from "lib/training/transformers/train_byte_level_bpe.ts";
import { THREE_TARGETS } from "../_targets.ts";
import { tinyConfig } from "../training/transformers/_tiny_config.ts";

await loadTensorFlow({ backend: "wasm" });

const VIDEOS = [
  { transcript: "cats cats", scores: { virality: 0.8, engagement: 0.2 } },
  { transcript: "dogs dogs", scores: { virality: 0.3, engagement: 0.9 } },
];
const WORDING =
  "Transcript of a short video: Its virality engagement on a scale from to cats dogs ";
const tokenizer = createGpt2Tokenizer(
  trainByteLevelBpe([WORDING.repeat(2)], { vocabSize: 350 }),
);
const config = tinyConfig({
  vocabSize: 350,
  hiddenSize: 32,
  maxPositions: 40,
  initializerRange: 0.1,
});

Deno.test("answerStops() are the end token and line breaks", () => {
  const texts = [...answerStops(tokenizer, config)].map((id) => tokenizer.texts.get(id));
  assert.deepEqual(texts, ["<|endoftext|>", "\n"]);
});

Deno.test("scoreWithGpt2() keeps what is no score as text", async () => {
  const before = tf.memory().numTensors;
  const model = createGpt2(config, 1);
  const options = { tokenizer, samples: 5, seed: 1 };
  const [answers] = await scoreWithGpt2(model, VIDEOS.slice(0, 1), options);
  const { scores, unusable, mean, exact } = answers!.virality;
  assert.equal(scores.length + unusable.length, 5);
  assert.ok(unusable.length > 0, "an untrained model writes nonsense");
  assert.equal(mean === undefined, scores.length === 0);
  assert.equal(exact, undefined);
  assert.equal(tf.memory().numTensors, before + model.parameters.size);
});

Deno.test("scoreWithGpt2() reads what a fine-tuned model has learned, by draws and exactly", async () => {
  const model = createGpt2(config, 1);
  const rows = scoreContinuations(VIDEOS, { tokenizer, config });
  const folder = await Deno.makeTempDir();
  try {
    const options = { folder, seed: 1, epochs: 80, learningRate: 0.01, batchSize: 4 };
    await fineTuneGpt2(model, { train: rows, validation: rows }, options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const options = { tokenizer, samples: 20, seed: 1, temperature: 0.5, expects: true };
  const answers = await scoreWithGpt2(model, VIDEOS, options);
  answers.forEach((answer, row) => {
    for (const target of ["virality", "engagement"] as const) {
      const { mean, spread, scores, unusable, exact } = answer[target];
      const truth = VIDEOS[row]!.scores[target];
      assert.ok(Math.abs(mean! - truth) < 0.05, `${target} ${row}: ${mean}, not ${truth}`);
      assert.ok(Math.abs(exact!.expected! - truth) < 0.1, `${target} ${row}: ${exact!.expected}`);
      assert.equal(scores.length + unusable.length, 20);
      assert.ok(spread! < 0.2);
    }
  });
});

Deno.test("scoreWithGpt2() asks for the targets it is told, each by a prompt and a seed of its own", async () => {
  const model = createGpt2({ ...config, maxPositions: 80 }, 1);
  const options = { tokenizer, samples: 3, seed: 1 };
  const videos = VIDEOS.slice(0, 1);
  const [answers] = await scoreWithGpt2(model, videos, { ...options, targets: THREE_TARGETS });
  assert.deepEqual(Object.keys(answers!), ["virality", "rating", "retention"]);
  const [usual] = await scoreWithGpt2(model, videos, options);
  assert.deepEqual(answers!.virality, usual!.virality);
});
