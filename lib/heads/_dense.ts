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

/** The same row [K] `rows` times: [rows, K]. */
export function repeatRow(row: Float64Array, rows: number): DenseMatrix {
  const data = Float64Array.from({ length: rows * row.length }, (_, at) => row[at % row.length]!);
  return { kind: "dense", rows, columns: row.length, data };
}

/** Writes rows [n, K] over those at n positions of `into` [N, K]. */
export function writeRows(
  into: DenseMatrix,
  { columns, data }: DenseMatrix,
  positions: readonly number[],
): void {
  positions.forEach((row, at) => {
    into.data.set(data.subarray(at * columns, (at + 1) * columns), row * columns);
  });
}

/** A matrix [rows, columns] of zeros. */
export function zeros(rows: number, columns: number): DenseMatrix {
  return { kind: "dense", rows, columns, data: new Float64Array(rows * columns) };
}
