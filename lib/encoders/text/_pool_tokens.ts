import type { HiddenState } from "lib/loaders/models/text_model.ts";

/**
 * Averages each text's tokens and divides the mean by its Euclidean norm, [B, T, D] -> [B, D]
 * (sentence-transformers' mean pooling and normalisation).
 */
export function poolTokens({ data, lengths, columns }: HiddenState): Float32Array {
  const rows = new Float32Array(lengths.length * columns);
  const stride = data.length / lengths.length; // T * D
  for (const [i, length] of lengths.entries()) {
    const row = rows.subarray(i * columns, (i + 1) * columns);
    const tokens = data.subarray(i * stride, i * stride + length * columns);
    const mean = meanOf(tokens, columns);
    const norm = Math.hypot(...mean) || 1;
    row.set(mean.map((value) => value / norm));
  }
  return rows;
}

function meanOf(tokens: Float32Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let start = 0; start < tokens.length; start += columns) {
    for (let d = 0; d < columns; d++) sums[d] = sums[d]! + tokens[start + d]!;
  }
  return sums.map((sum) => sum * columns / tokens.length);
}
