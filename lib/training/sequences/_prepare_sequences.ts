import {
  hasModality,
  type ModalityColumns,
  placeSideBySide,
} from "lib/training/sequences/_modalities.ts";
import { fitWhitening } from "lib/training/sequences/_whitening.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** How sequences are made ready for a model. */
export interface Preparation {
  /** Where the modalities stand after it. */
  readonly modalities: readonly ModalityColumns[];
  /** Turns [F, D] into [F, E]; what a row lacks becomes 0. */
  apply(sequences: Sequences): Sequences;
}

/** Knobs of `fitPreparation`. */
export interface PreparationOptions {
  readonly modalities: readonly ModalityColumns[];
  /** Names of those whose columns are decorrelated as well as standardised. */
  readonly whiten: readonly string[];
}

/** Fits the standardisation or whitening of each modality over the training rows that have it. */
export function fitPreparation(
  sequences: Sequences,
  { modalities, whiten }: PreparationOptions,
): Preparation {
  const maps = modalities.map((modality) =>
    fitWhitening(rowsWith(sequences, modality), { decorrelate: whiten.includes(modality.name) })
  );
  const columnsOf = Object.fromEntries(maps.map(({ to }, m) => [modalities[m]!.name, to]));
  const prepared = placeSideBySide(columnsOf)
    .map((modality, m) => ({ ...modality, canLack: modalities[m]!.canLack }));
  const columns = prepared.at(-1)!.end;
  const prepareItem = (item: DenseMatrix): DenseMatrix => {
    const data = new Float32Array(item.rows * columns);
    for (let frame = 0; frame < item.rows; frame++) {
      maps.forEach((map, m) => {
        if (!hasModality(item, frame, modalities[m]!)) return;
        const start = frame * columns + prepared[m]!.first;
        map.apply(rowOf(item, frame, modalities[m]!), data.subarray(start, start + map.to));
      });
    }
    return { kind: "dense", rows: item.rows, columns, data };
  };
  return {
    modalities: prepared,
    apply: ({ rows, items }) => ({
      kind: "sequences",
      rows,
      columns,
      items: items.map(prepareItem),
    }),
  };
}

/** All rows [R, end - first] of all sequences that have a modality. */
function rowsWith({ items }: Sequences, modality: ModalityColumns): DenseMatrix {
  const found = items.flatMap((item) =>
    Array.from({ length: item.rows }, (_, frame) => frame)
      .filter((frame) => hasModality(item, frame, modality))
      .map((frame) => rowOf(item, frame, modality))
  );
  const columns = modality.end - modality.first;
  const data = new Float64Array(found.length * columns);
  found.forEach((row, i) => data.set(row, i * columns));
  return { kind: "dense", rows: found.length, columns, data };
}

function rowOf({ data, columns }: DenseMatrix, frame: number, { first, end }: ModalityColumns) {
  return data.subarray(frame * columns + first, frame * columns + end);
}
