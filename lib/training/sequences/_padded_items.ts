import { hasModality, type ModalityColumns } from "lib/training/sequences/_modalities.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { DenseMatrix } from "lib/types.ts";

/** B sequences filled up to the longest one's length. */
export interface PaddedItems {
  /** [B, F, D]; 0 where there is padding or a modality is missing. */
  readonly x: tf.Tensor3D;
  /** [B, F]: 1 for a sequence's own rows, 0 for padding. */
  readonly mask: tf.Tensor2D;
  /** [B, F] of each modality, in their order: 1 where a row has it. */
  readonly present: readonly tf.Tensor2D[];
}

/** How sequences are put together. */
export interface PadOptions {
  readonly modalities: readonly ModalityColumns[];
  /** Whether a modality, by its position, is left out of the bth sequence. @default never */
  readonly isDropped?: (b: number, modality: number) => boolean;
}

/** Fills sequences up to the same length; the caller tidies. */
export function padItems(
  items: readonly DenseMatrix[],
  { modalities, isDropped = () => false }: PadOptions,
): PaddedItems {
  const frames = Math.max(...items.map(({ rows }) => rows));
  const columns = items[0]!.columns;
  const shape: [number, number] = [items.length, frames];
  const x = new Float32Array(items.length * frames * columns);
  const mask = new Float32Array(items.length * frames);
  items.forEach((item, b) => mask.fill(1, b * frames, b * frames + item.rows));
  const present = modalities.map((modality, m) => {
    const has = new Float32Array(items.length * frames);
    for (const [b, item] of items.entries()) {
      for (let frame = 0; frame < item.rows; frame++) {
        if (isDropped(b, m) || !hasModality(item, frame, modality)) continue;
        const { first, end } = modality;
        has[b * frames + frame] = 1;
        x.set(
          item.data.subarray(frame * columns + first, frame * columns + end),
          (b * frames + frame) * columns + first,
        );
      }
    }
    return tf.tensor2d(has, shape);
  });
  return { x: tf.tensor3d(x, [...shape, columns]), mask: tf.tensor2d(mask, shape), present };
}
