import { sortedBatches } from "lib/batches.ts";
import type { Generator } from "lib/random.ts";
import type { ModalityColumns } from "lib/training/sequences/_modalities.ts";
import { type PaddedItems, padItems } from "lib/training/sequences/_padded_items.ts";
import type { Preparation } from "lib/training/sequences/_prepare_sequences.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** Learned tensors by name. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** A model whose prediction is a constant `b` [K] and what each frame adds to it. */
export interface SequenceModel {
  /** What can add something, P of them. */
  readonly parts: readonly string[];
  /** Which columns are which modality's. */
  readonly modalities: readonly ModalityColumns[];
  /** The tensors beside `b` before training; the caller tidies. */
  start(generator: Generator): Tensors;
  /** What each part of each frame adds to each target: [B, F, P, K], 0 for padding. */
  contribute(tensors: Tensors, items: PaddedItems): tf.Tensor4D;
}

/** A trained model as plain numbers. */
export interface TrainedModel {
  readonly model: SequenceModel;
  readonly preparation: Preparation;
  readonly weights: Readonly<Record<string, { readonly shape: number[]; data: Float32Array }>>;
}

/** Sequences that are predicted together. */
const BATCH_ROWS = 32;

/** Predictions [B, K] for padded sequences: `b + Σ contributions`. */
export function forward(model: SequenceModel, tensors: Tensors, items: PaddedItems): tf.Tensor2D {
  return tf.add(tf.sum(model.contribute(tensors, items), [1, 2]), tensors.b!);
}

/** Predictions [N, K] for sequences, in their order. */
export async function predictRows(
  trained: TrainedModel,
  sequences: Sequences,
): Promise<DenseMatrix> {
  const columns = trained.weights.b!.data.length;
  const data = new Float64Array(sequences.rows * columns);
  const predict = (tensors: Tensors, items: PaddedItems) => forward(trained.model, tensors, items);
  for await (const { row, values } of computeRows(trained, sequences, predict)) {
    data.set(values, row * columns);
  }
  return { kind: "dense", rows: sequences.rows, columns, data };
}

/** A sequence's position and what was computed of it. */
export interface ComputedRow {
  readonly row: number;
  /** The computed tensor's numbers of this sequence, padding included. */
  readonly values: Float32Array;
}

/** Computes a tensor [B, …] of sequences, those of alike length together. */
export async function* computeRows(
  { model: { modalities }, preparation, weights }: TrainedModel,
  sequences: Sequences,
  compute: (tensors: Tensors, items: PaddedItems) => tf.Tensor,
): AsyncGenerator<ComputedRow> {
  const { items } = preparation.apply(sequences);
  const lengths = items.map(({ rows }) => rows);
  for (const batch of sortedBatches(lengths, { rows: BATCH_ROWS })) {
    const computed = tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries(weights).map(([name, { data, shape }]) => [name, tf.tensor(data, shape)]),
      );
      const members = batch.map((row) => items[row]!);
      return compute(tensors, padItems(members, { modalities }));
    });
    const values = await computed.data() as Float32Array;
    computed.dispose();
    const width = values.length / batch.length;
    for (const [i, row] of batch.entries()) {
      yield { row, values: values.subarray(i * width, (i + 1) * width) };
    }
  }
}
