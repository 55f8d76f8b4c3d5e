import type { Sequences } from "lib/types.ts";

/** How columns are standardised: `(x - mean) * scale`, [D] each. */
export interface ColumnScaling {
  readonly mean: Float32Array;
  readonly scale: Float32Array;
}

/** Fits the standardisation of columns over all rows of all sequences; a constant one becomes 0. */
export function fitColumnScaling({ items, columns }: Sequences): ColumnScaling {
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  let rows = 0;
  for (const item of items) {
    rows += item.rows;
    for (let at = 0; at < item.data.length; at++) sums[at % columns]! += item.data[at]!;
  }
  const mean = sums.map((sum) => sum / rows);
  for (const { data } of items) {
    for (let at = 0; at < data.length; at++) {
      squares[at % columns]! += (data[at]! - mean[at % columns]!) ** 2;
    }
  }
  const scale = Float32Array.from(squares, (sum) => sum > 0 ? 1 / Math.sqrt(sum / rows) : 0);
  return { mean: Float32Array.from(mean), scale };
}
