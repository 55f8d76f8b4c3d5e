import type { DenseMatrix, Features, SparseMatrix } from "lib/types.ts";

/**
 * How a row of one matrix relates to each row [N] of another with the same columns.
 *
 * @throws {TypeError} when one is sparse and the other dense
 */
export type Pairwise = (queries: Features, row: number, items: Features) => Float64Array;

/** Inner products `q · x` of one row with every row of `items`. */
export const innerProducts: Pairwise = (queries, row, items) => {
  if (items.kind === "dense") {
    const query = denseRow(queries, row);
    return eachDenseRow(items, (data, start) => {
      let sum = 0;
      for (let i = 0; i < query.length; i++) sum += query[i]! * data[start + i]!;
      return sum;
    });
  }
  const query = scattered(queries, row);
  return eachSparseRow(items, (start, end) => {
    let sum = 0;
    for (let at = start; at < end; at++) sum += query[items.indices[at]!]! * items.values[at]!;
    return sum;
  });
};

/** Squared Euclidean distances `‖q - x‖²`, exactly 0 between equal rows. */
export const squaredDistances: Pairwise = (queries, row, items) => {
  if (items.kind === "dense") {
    const query = denseRow(queries, row);
    return eachDenseRow(items, (data, start) => {
      let sum = 0;
      for (let i = 0; i < query.length; i++) sum += (query[i]! - data[start + i]!) ** 2;
      return sum;
    });
  }
  const query = scattered(queries, row);
  const norm = query.reduce((sum, value) => sum + value * value, 0);
  return eachSparseRow(items, (start, end) => {
    let within = 0;
    let queryWithin = 0;
    for (let at = start; at < end; at++) {
      const value = query[items.indices[at]!]!;
      within += (value - items.values[at]!) ** 2;
      queryWithin += value * value; // what is left of the norm lies where the item has only zeros
    }
    return within + Math.max(norm - queryWithin, 0);
  });
};

function eachDenseRow(
  { rows, columns, data }: DenseMatrix,
  measure: (data: DenseMatrix["data"], start: number) => number,
): Float64Array {
  const result = new Float64Array(rows);
  for (let row = 0; row < rows; row++) result[row] = measure(data, row * columns);
  return result;
}

function eachSparseRow(
  { rows, rowStarts }: SparseMatrix,
  measure: (start: number, end: number) => number,
): Float64Array {
  const result = new Float64Array(rows);
  for (let row = 0; row < rows; row++) result[row] = measure(rowStarts[row]!, rowStarts[row + 1]!);
  return result;
}

function denseRow(features: Features, row: number): DenseMatrix["data"] {
  if (features.kind !== "dense") throw new TypeError(mismatch("dense", "sparse"));
  return features.data.subarray(row * features.columns, (row + 1) * features.columns);
}

/** A sparse row written out [D]. */
function scattered(features: Features, row: number): Float64Array {
  if (features.kind !== "sparse") throw new TypeError(mismatch("sparse", "dense"));
  const written = new Float64Array(features.columns);
  for (let at = features.rowStarts[row]!; at < features.rowStarts[row + 1]!; at++) {
    written[features.indices[at]!] = features.values[at]!;
  }
  return written;
}

function mismatch(expected: string, got: string): string {
  return `Cannot compare rows: expected ${expected} features as in training, got ${got} ones`;
}
