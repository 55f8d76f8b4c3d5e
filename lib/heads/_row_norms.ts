import type { Features } from "lib/types.ts";

/** Each row's Euclidean norm [N]. */
export function rowNorms(features: Features): Float64Array {
  return Float64Array.from({ length: features.rows }, (_, row) => {
    let squares = 0;
    const values = features.kind === "dense" ? features.data : features.values;
    const [start, end] = features.kind === "dense"
      ? [row * features.columns, (row + 1) * features.columns]
      : [features.rowStarts[row]!, features.rowStarts[row + 1]!];
    for (let at = start; at < end; at++) squares += values[at]! ** 2;
    return Math.sqrt(squares);
  });
}
