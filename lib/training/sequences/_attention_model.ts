import type { ModalityColumns } from "lib/training/sequences/_modalities.ts";
import type { PaddedItems } from "lib/training/sequences/_padded_items.ts";
import { randomMatrix } from "lib/training/sequences/_random_matrix.ts";
import type { SequenceModel, Tensors } from "lib/training/sequences/_sequence_model.ts";
import { project, scoreFrames } from "lib/training/sequences/_score_frames.ts";
import { tf } from "lib/training/tensorflow.ts";

/** Shapes of an attention model. */
export interface AttentionModelOptions {
  /** K. */
  readonly targets: number;
  /** H. */
  readonly hidden: number;
  /** D columns together. */
  readonly modalities: readonly ModalityColumns[];
}

/**
 * Attention pooling with V [D, H], c [H], w [H, 1] and W [D, K]: frame f adds `a_f W x_f`, and
 * each modality the part of that which its columns make.
 */
export function attentionModel(
  { targets, hidden, modalities }: AttentionModelOptions,
): SequenceModel {
  const columns = modalities.at(-1)!.end;
  return {
    parts: modalities.map(({ name }) => name),
    modalities,
    start: (generator) => ({
      V: randomMatrix([columns, hidden], generator),
      c: tf.zeros([hidden]),
      w: randomMatrix([hidden, 1], generator),
      W: tf.zeros([columns, targets]),
    }),
    contribute(tensors, items) {
      const attention = tf.reshape(attentionOf(tensors, items), [...items.mask.shape, 1, 1]);
      const values = modalities.map((modality) => {
        const { first, end } = modality;
        const weights = tf.slice(tensors.W!, [first, 0], [end - first, targets]);
        return tf.expandDims(project(columnsOf(items.x, modality), weights), 2); // [B, F, 1, K]
      });
      return tf.mul(attention, tf.concat(values, 2)); // [B, F, P, K]
    },
  };
}

/** Attention [B, F] to each row of padded sequences: 0 to padding, summing to 1 over the rest. */
export function attentionOf({ V, c, w }: Tensors, { x, mask }: PaddedItems): tf.Tensor2D {
  return scoreFrames(x, { V: V!, c: c!, w: w! }, mask);
}

/** A modality's columns of x [B, F, D]. */
export function columnsOf(x: tf.Tensor3D, { first, end }: ModalityColumns): tf.Tensor3D {
  return tf.slice(x, [0, 0, first], [-1, -1, end - first]);
}
