import { sortedBatches } from "lib/batches.ts";
import type { ColumnScaling } from "lib/training/_column_scaling.ts";
import { type PaddedItems, padItems } from "lib/training/_padded_items.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** The learned tensors by name: V [D, H], c [H], w [H, 1], W [D, K], b [K]. */
export type AttentionTensors = Readonly<Record<WeightName, tf.Tensor>>;

/** One of the learned tensors. */
export type WeightName = "V" | "c" | "w" | "W" | "b";

/** All that prediction needs, as plain numbers. */
export interface AttentionWeights extends ColumnScaling {
  readonly tensors: Readonly<Record<WeightName, { shape: number[]; data: Float32Array }>>;
}

/** Sequences that are predicted together. */
const BATCH_ROWS = 32;
/** Added to the score of padding, so that softmax makes it 0. */
const MASKED = -1e9;

/** Attention [B, F] to each row of padded sequences: 0 to padding, summing to 1 over the rest. */
export function attentionOf(
  { V, c, w }: AttentionTensors,
  { x, mask }: PaddedItems,
): tf.Tensor2D {
  const [batch, frames, columns] = x.shape;
  const flat = tf.reshape(x, [batch * frames, columns]);
  const hidden = tf.tanh(tf.add(tf.matMul(flat, V as tf.Tensor2D), c)); // [B · F, H]
  const scores = tf.reshape(tf.matMul(hidden, w as tf.Tensor2D), [batch, frames]);
  return tf.softmax(tf.add(scores, tf.mul(tf.sub(1, mask), MASKED))) as tf.Tensor2D;
}

/** Predictions [B, K] for padded sequences. */
export function forward(tensors: AttentionTensors, items: PaddedItems): tf.Tensor2D {
  const attention = tf.expandDims(attentionOf(tensors, items), 1); // [B, 1, F]
  const pooled = tf.squeeze(tf.matMul(attention, items.x), [1]); // [B, D]
  return tf.add(tf.matMul(pooled as tf.Tensor2D, tensors.W as tf.Tensor2D), tensors.b);
}

/** Predictions [N, K] for sequences, in their order. */
export async function predictRows(
  weights: AttentionWeights,
  sequences: Sequences,
): Promise<DenseMatrix> {
  const columns = weights.tensors.b.data.length;
  const data = new Float64Array(sequences.rows * columns);
  await inBatches(weights, sequences, forward, (row, values) => data.set(values, row * columns));
  return { kind: "dense", rows: sequences.rows, columns, data };
}

/** Attention [F] to each sequence's rows. */
export async function attend(
  weights: AttentionWeights,
  sequences: Sequences,
): Promise<Float32Array[]> {
  const found = sequences.items.map(() => new Float32Array());
  await inBatches(weights, sequences, attentionOf, (row, values) => {
    found[row] = values.slice(0, sequences.items[row]!.rows);
  });
  return found;
}

/** Computes something of each sequence, sequences of alike length together. */
async function inBatches(
  weights: AttentionWeights,
  { items }: Sequences,
  compute: (tensors: AttentionTensors, items: PaddedItems) => tf.Tensor2D,
  put: (row: number, values: Float32Array) => void,
): Promise<void> {
  const lengths = items.map(({ rows }) => rows);
  for (const batch of sortedBatches(lengths, { rows: BATCH_ROWS })) {
    const computed = tf.tidy(() => {
      const members = batch.map((row) => items[row]!);
      return compute(toTensors(weights), padItems(members, weights));
    });
    const values = await computed.data() as Float32Array;
    const width = values.length / batch.length;
    batch.forEach((row, i) => put(row, values.subarray(i * width, (i + 1) * width)));
    computed.dispose();
  }
}

function toTensors({ tensors }: AttentionWeights): AttentionTensors {
  const make = (name: WeightName) => tf.tensor(tensors[name].data, tensors[name].shape);
  return { V: make("V"), c: make("c"), w: make("w"), W: make("W"), b: make("b") };
}
