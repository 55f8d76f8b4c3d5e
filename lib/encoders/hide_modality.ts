import { type AlignedFeatures, MODALITIES, type Modality } from "lib/encoders/aligned_features.ts";
import type { DenseMatrix } from "lib/types.ts";

/** The same clips as if all of them lacked a modality: 0 in its columns and in its masks. */
export function hideModality(features: AlignedFeatures, modality: Modality): AlignedFeatures {
  const before = MODALITIES.slice(0, MODALITIES.indexOf(modality));
  const start = before.reduce((sum, name) => sum + features.columnsOf[name], 0);
  const end = start + features.columnsOf[modality];
  return {
    ...features,
    items: features.items.map((item) => withoutColumns(item, { start, end })),
    masks: features.masks.map((masks) => (
      { ...masks, [modality]: new Uint8Array(masks[modality].length) }
    )),
  };
}

function withoutColumns(
  item: DenseMatrix,
  { start, end }: { readonly start: number; readonly end: number },
): DenseMatrix {
  const data = item.data.slice();
  for (let row = 0; row < item.rows; row++) {
    data.fill(0, row * item.columns + start, row * item.columns + end);
  }
  return { ...item, data };
}
