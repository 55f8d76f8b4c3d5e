import type { DenseMatrix } from "lib/types.ts";

/** Columns of one modality, `first` to `end - 1` of every row. */
export interface ModalityColumns {
  readonly name: string;
  readonly first: number;
  readonly end: number;
  /** Whether a row that is 0 in all of them lacks the modality. */
  readonly canLack: boolean;
}

/**
 * Where each modality's columns stand in a row, in the order in which they were named; without
 * names all columns are one modality that no row lacks.
 *
 * @throws {TypeError} when they are not `columns` together
 */
export function locateModalities(
  columnsOf: Readonly<Record<string, number>> | undefined,
  columns: number,
): ModalityColumns[] {
  if (!columnsOf) return [{ name: "all", first: 0, end: columns, canLack: false }];
  const located = placeSideBySide(columnsOf);
  const end = located.at(-1)?.end ?? 0;
  if (end === columns) return located;
  throw new TypeError(
    `Cannot tell modalities apart: expected ${columns} columns together, got ${end}: ` +
      Object.entries(columnsOf).map(([name, width]) => `${name} ${width}`).join(", "),
  );
}

/** Modalities that rows can lack, in the order in which they are named; those of no columns left out. */
export function placeSideBySide(columnsOf: Readonly<Record<string, number>>): ModalityColumns[] {
  let end = 0;
  return Object.entries(columnsOf).filter(([, width]) => width > 0)
    .map(([name, width]) => ({ name, first: end, end: end += width, canLack: true }));
}

/** Whether a frame has a modality. */
export function hasModality(
  { data, columns }: DenseMatrix,
  frame: number,
  { first, end, canLack }: ModalityColumns,
): boolean {
  if (!canLack) return true;
  for (let at = frame * columns + first; at < frame * columns + end; at++) {
    if (data[at] !== 0) return true;
  }
  return false;
}
