import { type AlignedFeatures, MODALITIES, type Modality } from "lib/encoders/aligned_features.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Which clips keep the modality that is hidden from the others. */
export interface HideModalityOptions {
  /** Positions of clips, such as those a head is fitted on. @default none */
  readonly except?: readonly number[];
}

/** The same clips as if they lacked a modality: 0 in its columns and in its masks. */
export function hideModality(
  features: AlignedFeatures,
  modality: Modality,
  { except = [] }: HideModalityOptions = {},
): AlignedFeatures {
  const keeps = new Set(except);
  const before = MODALITIES.slice(0, MODALITIES.indexOf(modality));
  const start = before.reduce((sum, name) => sum + features.columnsOf[name], 0);
  const end = start + features.columnsOf[modality];
  return {
    ...features,
    items: features.items.map((item, clip) =>
      keeps.has(clip) ? item : withoutColumns(item, { start, end })
    ),
    masks: features.masks.map((masks, clip) =>
      keeps.has(clip) ? masks : { ...masks, [modality]: new Uint8Array(masks[modality].length) }
    ),
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
