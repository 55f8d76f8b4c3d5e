import { Matrix } from "ml-matrix";
import type { DenseMatrix } from "lib/types.ts";

/** Copies rows into the form that ml-matrix computes with. */
export function toMatrix({ rows, columns, data }: DenseMatrix): Matrix {
  const matrix = new Matrix(rows, columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      matrix.set(row, column, data[row * columns + column]!);
    }
  }
  return matrix;
}

/** Copies rows back from ml-matrix. */
export function toDense(matrix: Matrix): DenseMatrix {
  const { rows, columns } = matrix;
  return { kind: "dense", rows, columns, data: Float64Array.from(matrix.to1DArray()) };
}
