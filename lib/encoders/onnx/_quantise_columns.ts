/** A matrix [K, N] in 8 bits: `weights[k, n] ≈ scales[n] * values[k, n]`. */
export interface QuantisedColumns {
  /** -127..127, row by row. */
  readonly values: Int8Array;
  readonly scales: Float32Array;
  /** `Σ_k scales[n] * values[k, n]` */
  readonly sums: Float32Array;
}

/**
 * Rounds each column of a matrix [K, N] to 255 steps between plus and minus its largest value.
 *
 * @param columns N
 */
export function quantiseColumns(weights: Float32Array, columns: number): QuantisedColumns {
  const scales = columnMaxima(weights, columns).map((x) => x === 0 ? 1 : x / 127);
  const values = new Int8Array(weights.length);
  const counts = new Int32Array(columns);
  for (let start = 0; start < weights.length; start += columns) {
    for (let n = 0; n < columns; n++) {
      const value = Math.max(-127, Math.min(127, Math.round(weights[start + n]! / scales[n]!)));
      values[start + n] = value;
      counts[n] = counts[n]! + value;
    }
  }
  return { values, scales, sums: scales.map((scale, n) => scale * counts[n]!) };
}

function columnMaxima(weights: Float32Array, columns: number): Float32Array {
  const maxima = new Float32Array(columns);
  for (let start = 0; start < weights.length; start += columns) {
    for (let n = 0; n < columns; n++) {
      maxima[n] = Math.max(maxima[n]!, Math.abs(weights[start + n]!));
    }
  }
  return maxima;
}
