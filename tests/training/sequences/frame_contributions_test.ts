import assert from "assert";
import { fitPreparation } from "lib/training/sequences/_prepare_sequences.ts";
import {
  predictRows,
  type SequenceModel,
  type TrainedModel,
} from "lib/training/sequences/_sequence_model.ts";
import { frameContributions } from "lib/training/sequences/frame_contributions.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import type { Sequences } from "lib/types.ts";
import { dense, rowsOf } from "../../heads/_matrices.ts";

await loadTensorFlow({ backend: "cpu" });

const modalities = [{ name: "all", first: 0, end: 1, canLack: false }];

/** Of a frame x, part "low" adds `x` and `2 x` to the two targets, part "high" `10 x` and `20 x`. */
const model: SequenceModel = {
  parts: ["low", "high"],
  modalities,
  start: () => ({}),
  contribute: (_tensors, { x }) => {
    const factors = tf.tensor4d([1, 2, 10, 20], [1, 1, 2, 2]);
    return tf.mul(tf.expandDims(x, 3), factors);
  },
};

/** Of unequal lengths, so that the shorter one is padded. */
const sequences: Sequences = {
  kind: "sequences",
  rows: 2,
  columns: 1,
  items: [dense([[1], [-1], [1], [-1]]), dense([[1], [-1]])],
};
const trained: TrainedModel = {
  model,
  preparation: fitPreparation(sequences, { modalities, whiten: [] }), // mean 0 and deviation 1: x stays
  weights: { b: { shape: [2], data: Float32Array.of(0.5, 0.25) } },
};

Deno.test("frameContributions() gives each part's rows of each target, without padding", async () => {
  const [long, short] = await frameContributions(trained, sequences);
  assert.deepEqual(Object.keys(long!), ["low", "high"]);
  assert.deepEqual(rowsOf(long!.low!), [[1, 2], [-1, -2], [1, 2], [-1, -2]]);
  assert.deepEqual(rowsOf(short!.low!), [[1, 2], [-1, -2]]);
  assert.deepEqual(rowsOf(short!.high!), [[10, 20], [-10, -20]]);
});

Deno.test("predictRows() adds all contributions of a sequence to the constant", async () => {
  const items = [dense([[1]]), dense([[1], [1]])];
  const predicted = await predictRows(trained, { ...sequences, items });
  assert.deepEqual(rowsOf(predicted), [[11.5, 22.25], [22.5, 44.25]]);
});
