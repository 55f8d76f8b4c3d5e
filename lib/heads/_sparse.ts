import type { SparseMatrix } from "lib/types.ts";

/** `X v` [N] for sparse X [N, D] and v [D]. */
export function multiply(matrix: SparseMatrix, vector: Float64Array): Float64Array {
  const { rows, rowStarts, indices, values } = matrix;
  const product = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = rowStarts[row]!; at < rowStarts[row + 1]!; at++) {
      sum += values[at]! * vector[indices[at]!]!;
    }
    product[row] = sum;
  }
  return product;
}

/** `Xᵀ u` [D] for sparse X [N, D] and u [N]. */
export function multiplyTransposed(matrix: SparseMatrix, vector: Float64Array): Float64Array {
  const { rows, columns, rowStarts, indices, values } = matrix;
  const product = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const factor = vector[row]!;
    for (let at = rowStarts[row]!; at < rowStarts[row + 1]!; at++) {
      product[indices[at]!]! += values[at]! * factor;
    }
  }
  return product;
}
