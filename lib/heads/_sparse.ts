import type { SparseMatrix } from "lib/types.ts";

/** `X v` [N] for sparse X [N, D] and v [D]. */
export function multiply(matrix: SparseMatrix, vector: Float64Array): Float64Array {
  const { rows, rowStarts, indices, values } = matrix;
  const product = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    const end = rowStarts[row + 1]!;
    for (let at = rowStarts[row]!; at < end; at++) {
      sum += values[at]! * vector[indices[at]!]!;
    }
    product[row] = sum;
  }
  return product;
}

/**
 * `Xᵀ u` [D] for sparse X [N, D] and u [N], written into `product`, which saves a solver's loop from
 * making a long vector each time.
 */
export function multiplyTransposed(
  matrix: SparseMatrix,
  vector: Float64Array,
  product: Float64Array = new Float64Array(matrix.columns),
): Float64Array {
  const { rows, rowStarts, indices, values } = matrix;
  product.fill(0);
  for (let row = 0; row < rows; row++) {
    const factor = vector[row]!;
    const end = rowStarts[row + 1]!;
    for (let at = rowStarts[row]!; at < end; at++) {
      product[indices[at]!]! += values[at]! * factor;
    }
  }
  return product;
}
