import { Matrix } from "ml-matrix";
import type { DenseMatrix, Features } from "lib/types.ts";

/** Each column's mean [D] over the rows [N, D], entries that a sparse matrix leaves out being 0. */
export function columnMeans(features: Features): Float64Array {
  const means = new Float64Array(features.columns);
  const values = features.kind === "dense" ? features.data : features.values;
  for (let at = 0; at < values.length; at++) {
    const column = features.kind === "dense" ? at % features.columns : features.indices[at]!;
    means[column]! += values[at]!;
  }
  return means.map((sum) => sum / features.rows);
}

/** Each column's standard deviation [D] over the rows [N, D], with N for the divisor. */
export function columnDeviations(
  { rows, columns, data }: DenseMatrix,
  means: Float64Array,
): Float64Array {
  const squares = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) {
    squares[at % columns]! += (data[at]! - means[at % columns]!) ** 2;
  }
  return squares.map((sum) => Math.sqrt(sum / rows));
}

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
