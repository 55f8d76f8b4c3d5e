// Prints what the tiny RoBERTa gives and how it trains on the backend that VIRANOVA_BACKEND names.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { lossAndGradients } from "lib/training/gradients.ts";
import { adam, disposeState, initialState } from "lib/training/optimizers.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { forward, poolerOutput } from "lib/training/transformers/bert.ts";
import { linear } from "lib/training/transformers/linear.ts";
import { disposeBert, loadBert } from "lib/training/transformers/load_bert.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { loadTokenizer } from "lib/training/transformers/tokenizer.ts";
import type { Run, TinyRoberta } from "./_tiny_roberta.ts";

const folder = fileURLToPath(new URL("../fixtures/tiny-roberta", import.meta.url));
const expected: TinyRoberta = JSON.parse(await Deno.readTextFile(`${folder}/expected.json`));

const { backend } = await loadTensorFlow();
const model = await loadBert(filesIn(folder));
const tokenizer = await loadTokenizer(filesIn(folder), model.config, { maxTokens: 128 });
const batchOf = (texts: string[]) => padBatch(texts.map(tokenizer.encode), model.config.padTokenId);

const batch = batchOf(expected.texts);
const lastHiddenState = tf.tidy(() => forward(model, batch));
const pooled = tf.tidy(() => poolerOutput(model, lastHiddenState));
const result: Run = {
  backend,
  inputIds: [...batch.inputIds],
  lastHiddenState: [...await lastHiddenState.data()],
  poolerOutput: [...await pooled.data()],
  losses: [],
  gradientNorms: {},
  tensors: [],
  tensorsLeft: 0,
};
tf.dispose([lastHiddenState, pooled]);

const weight = tf.tidy(() => tf.variable(tf.tensor2d(expected.head.weight_out_in)));
const bias = tf.tidy(() => tf.variable(tf.tensor1d(expected.head.bias)));
const parameters = new Map<string, tf.Variable>([...model.parameters, ["head.weight", weight], [
  "head.bias",
  bias,
]]);
const { train } = expected;
const optimizer = adam({ weightDecay: train.weight_decay });
let state = initialState();
for (let step = 0; step < 10; step++) {
  const rows = step % 2 === 0 ? [0, 8] as const : [8, 16] as const;
  const batch = batchOf(train.texts.slice(...rows));
  const { loss, gradients } = lossAndGradients(parameters, () => {
    const pooled = poolerOutput(model, forward(model, batch));
    const predicted = linear(pooled, {
      weight: weight as unknown as tf.Tensor2D,
      bias: bias as unknown as tf.Tensor1D,
    });
    return tf.mean(tf.squaredDifference(predicted, tf.tensor2d(train.targets.slice(...rows))));
  });
  result.losses.push((await loss.data())[0]!);
  if (step === 0) {
    for (const [name, gradient] of gradients) {
      const norm = tf.tidy(() => tf.norm(gradient));
      result.gradientNorms[name] = (await norm.data())[0]!;
      norm.dispose();
    }
  }
  state = optimizer.step(state, gradients, { parameters, learningRate: train.learning_rate });
  tf.dispose([loss, ...gradients.values()]);
  result.tensors.push(tf.memory().numTensors);
}
disposeState(state);
disposeBert(model);
tf.dispose([weight, bias]);
result.tensorsLeft = tf.memory().numTensors;
process.stdout.write(JSON.stringify(result));
