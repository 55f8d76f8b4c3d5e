import type { ColumnScaling } from "lib/training/_column_scaling.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { DenseMatrix } from "lib/types.ts";

/** B sequences filled up to the longest one's length. */
export interface PaddedItems {
  /** Standardised rows [B, F, D]; 0 where there is padding. */
  readonly x: tf.Tensor3D;
  /** [B, F]: 1 for a sequence's own rows, 0 for padding. */
  readonly mask: tf.Tensor2D;
}

/** Standardises sequences and fills them up; the caller tidies. */
export function padItems(items: readonly DenseMatrix[], { mean, scale }: ColumnScaling) {
  const frames = Math.max(...items.map(({ rows }) => rows));
  const columns = mean.length;
  const x = new Float32Array(items.length * frames * columns);
  const mask = new Float32Array(items.length * frames);
  items.forEach(({ rows, data }, b) => {
    mask.fill(1, b * frames, b * frames + rows);
    const start = b * frames * columns;
    for (let at = 0; at < rows * columns; at++) {
      const column = at % columns;
      x[start + at] = (data[at]! - mean[column]!) * scale[column]!;
    }
  });
  return {
    x: tf.tensor3d(x, [items.length, frames, columns]),
    mask: tf.tensor2d(mask, [items.length, frames]),
  } satisfies PaddedItems;
}
