// Prints what the tiny GPT-2 gives and how it trains on the backend that VIRANOVA_BACKEND names.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { lossAndGradients } from "lib/training/gradients.ts";
import { adam, disposeState, initialState } from "lib/training/optimizers.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { gpt2Forward, gpt2Logits } from "lib/training/transformers/gpt2.ts";
import {
  decodeNext,
  disposeDecoding,
  startDecoding,
} from "lib/training/transformers/gpt2_cache.ts";
import { disposeGpt2, loadGpt2 } from "lib/training/transformers/load_gpt2.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { nextTokenBatch, nextTokenLoss } from "lib/training/transformers/next_token_loss.ts";
import { openTokenizer } from "lib/loaders/tokenizer.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import type { Gpt2Run, TinyGpt2 } from "./_tiny_gpt2.ts";

const folder = fileURLToPath(new URL("../fixtures/tiny-gpt2", import.meta.url));
const expected: TinyGpt2 = JSON.parse(await Deno.readTextFile(`${folder}/expected.json`));

const { backend } = await loadTensorFlow();
const model = await loadGpt2(filesIn(folder));
const { tokenizer } = await openTokenizer(filesIn(folder));

async function rowsOf(logits: tf.Tensor2D): Promise<number[][]> {
  const rows = await logits.array();
  logits.dispose();
  return rows;
}

const prompts = expected.input_ids.map((ids, row) =>
  ids.filter((_, i) => expected.attention_mask[row]![i] === 1)
);
const batch = padBatch(prompts, 1);
const logits = await rowsOf(tf.tidy(() => gpt2Logits(model, gpt2Forward(model, batch)))); // [B·T, V]
const cached = startDecoding(model, batch);
const cachedLogits = await cached.logits.array();
disposeDecoding(cached);

const greedyIds = [...expected.greedy_prompt];
let decoding = startDecoding(model, padBatch([greedyIds], 1));
while (greedyIds.length < expected.greedy_ids.length) {
  const likeliest = tf.tidy(() => tf.argMax(decoding.logits, 1));
  greedyIds.push((await likeliest.data())[0]!);
  likeliest.dispose();
  decoding = decodeNext(model, decoding, { ids: [greedyIds.at(-1)!] });
}
disposeDecoding(decoding);

const losses: number[] = [];
const tensors: number[] = [];
let state = initialState();
for (let step = 0; step < Number(Deno.args[0]); step++) {
  const texts = expected.train.texts.slice(step % 2 === 0 ? 0 : 8, step % 2 === 0 ? 8 : 16);
  const rows = texts.map((text) => tokenizer.encode(text).slice(0, 128)).map((ids) => ({
    prompt: ids.slice(0, 1),
    answer: ids.slice(1),
  }));
  const { loss, gradients } = lossAndGradients(
    model.parameters,
    () => nextTokenLoss(model, nextTokenBatch(rows, "all")),
  );
  losses.push((await loss.data())[0]!);
  const { learning_rate: learningRate } = expected.train;
  state = adam().step(state, gradients, { parameters: model.parameters, learningRate });
  tf.dispose([loss, ...gradients.values()]);
  tensors.push(tf.memory().numTensors);
}
disposeState(state);
disposeGpt2(model);
const result: Gpt2Run = {
  backend,
  lastTokenLogits: prompts.map(({ length }, row) => logits[row * batch.tokens + length - 1]!),
  cachedLogits,
  greedyIds,
  losses,
  tensors,
  tensorsLeft: tf.memory().numTensors,
};
process.stdout.write(JSON.stringify(result));
