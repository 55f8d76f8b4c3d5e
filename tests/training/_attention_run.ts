// Prints how attention pooling learns planted rows on the backend that VIRANOVA_BACKEND names.
import process from "node:process";
import type { LossByEpoch } from "lib/training/sequences/attention_options.ts";
import { attentionPooling } from "lib/training/sequences/attention_pooling.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { plantSequences } from "./_sequences.ts";

/** What the run found. */
export interface AttentionRun {
  readonly predicted: readonly number[];
  readonly attention: readonly (readonly number[])[];
  readonly history: readonly Required<LossByEpoch>[];
  readonly tensorsAfterFit: number;
  readonly tensorsAfterUse: number;
}

await loadTensorFlow();
const training = plantSequences(240, 1);
const heldOut = plantSequences(60, 2);
const head = attentionPooling({ hidden: 8, epochs: 30, learningRate: 0.03, heldOut });
const fitted = await head.fit(training.features, training.targets);
const tensorsAfterFit = tf.memory().numTensors;
const predicted = await fitted.predict(heldOut.features);
const attention = await fitted.attention(heldOut.features);
const run: AttentionRun = {
  predicted: [...predicted.data],
  attention: attention.map((shares) => [...shares]),
  history: fitted.history.map((losses) => ({ heldOut: NaN, ...losses })),
  tensorsAfterFit,
  tensorsAfterUse: tf.memory().numTensors,
};
process.stdout.write(JSON.stringify(run));
