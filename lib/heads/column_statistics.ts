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

/** A deviation that is a smaller part of a column's mean is what rounding left of a constant. */
const RELATIVE_ROUNDING = 1e-13;

/**
 * Each column's standard deviation [D] over the rows [N, D], with N for the divisor; exactly 0 for a
 * column that never varies.
 */
export function columnDeviations(
  { rows, columns, data }: DenseMatrix,
  means: Float64Array,
): Float64Array {
  const squares = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) {
    squares[at % columns]! += (data[at]! - means[at % columns]!) ** 2;
  }
  return squares.map((sum, column) => {
    const deviation = Math.sqrt(sum / rows);
    return deviation > RELATIVE_ROUNDING * Math.abs(means[column]!) ? deviation : 0;
  });
}
