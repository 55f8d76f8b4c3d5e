import { tf } from "lib/training/tensorflow.ts";
import { withGradient } from "lib/training/transformers/_with_gradient.ts";

/** Which rows `embedding` reads. */
export interface EmbeddingOptions {
  /** Row of the table for each of R tokens. */
  rows: Int32Array;
  /** A row whose gradient stays zero, as PyTorch's `padding_idx` does it. @default none */
  paddingRow?: number;
}

/** Reads R rows of a table [V, D] as [R, D]. */
export function embedding(table: tf.Tensor2D, options: EmbeddingOptions): tf.Tensor2D {
  const { rows, paddingRow } = options;
  return withGradient([table], {
    forward() {
      const indices = tf.tensor1d(rows, "int32");
      return { value: tf.gather(table, indices), saved: [indices] };
    },
    backward(upstream, [indices]) {
      const counted = tf.mul(upstream, rowsKept(rows, paddingRow)); // [R, D]
      return [tf.unsortedSegmentSum(counted, indices as tf.Tensor1D, table.shape[0])]; // [V, D]
    },
  });
}

/** A column [R, 1] that is 0 where a token is padding and 1 elsewhere. */
function rowsKept(rows: Int32Array, paddingRow?: number): tf.Tensor2D {
  const kept = Float32Array.from(rows, (row) => row === paddingRow ? 0 : 1);
  return tf.tensor2d(kept, [rows.length, 1]);
}
