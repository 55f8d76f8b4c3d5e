// Prints how cross-attention learns meetings on the backend that VIRANOVA_BACKEND names.
import process from "node:process";
import { crossAttention } from "lib/training/sequences/cross_attention.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { MEETING_COLUMNS, plantMeetings } from "./_meetings.ts";

/** What the run found. */
export interface CrossAttentionRun {
  readonly predicted: readonly number[];
  readonly bias: number;
  /** Sum of each sequence's contributions by what made them. */
  readonly sums: readonly Readonly<Record<string, number>>[];
  /** What each frame of each sequence added together with what it read. */
  readonly together: readonly (readonly number[])[];
  readonly tensorsAfterFit: number;
  readonly tensorsAfterUse: number;
}

await loadTensorFlow();
const training = plantMeetings(160, 1);
const { features } = plantMeetings(60, 2);
const head = crossAttention({
  columnsOf: MEETING_COLUMNS,
  hidden: 8,
  weightDecay: 0.1,
  epochs: 30,
  learningRate: 0.02,
});
const fitted = await head.fit(training.features, training.targets);
const tensorsAfterFit = tf.memory().numTensors;
const predicted = await fitted.predict(features);
const contributions = await fitted.contributions(features);
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const run: CrossAttentionRun = {
  predicted: [...predicted.data],
  bias: fitted.bias[0]!,
  sums: contributions.map((parts) =>
    Object.fromEntries(Object.entries(parts).map(([name, { data }]) => [name, sum(data)]))
  ),
  together: contributions.map(({ together }) => [...together!.data]),
  tensorsAfterFit,
  tensorsAfterUse: tf.memory().numTensors,
};
process.stdout.write(JSON.stringify(run));
