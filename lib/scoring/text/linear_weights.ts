import type { FittedHead } from "lib/heads/head.ts";
import type { DenseMatrix, Features, SparseMatrix } from "lib/types.ts";

/** A linear prediction `X W + c`. */
export interface LinearWeights {
  /** W [D, K]. */
  readonly weights: DenseMatrix;
  /** c [K]. */
  readonly intercepts: Float64Array;
}

/** Reads a linear head's weights off what it predicts for the unit vectors and for zero. */
export async function linearWeights(head: FittedHead, columns: number): Promise<LinearWeights> {
  const zero = await head.predict(unitRows(1, { columns, first: columns }));
  const units = await head.predict(unitRows(columns, { columns, first: 0 }));
  const outputs = zero.columns;
  const data = Float64Array.from(units.data, (value, at) => value - zero.data[at % outputs]!);
  return { weights: { ...units, data }, intercepts: Float64Array.from(zero.data) };
}

/** Predicts `X W + c` for sparse rows. */
export function linearHead({ weights, intercepts }: LinearWeights): FittedHead {
  return {
    predict: (features) => Promise.try(() => multiply(features, { weights, intercepts })),
  };
}

function multiply(features: Features, { weights, intercepts }: LinearWeights): DenseMatrix {
  if (features.kind !== "sparse" || features.columns !== weights.rows) {
    throw new TypeError(
      `Cannot predict: expected sparse rows of ${weights.rows} columns, ` +
        `got ${features.kind} ones of ${features.columns}`,
    );
  }
  const { rows, rowStarts, indices, values } = features;
  const { columns } = weights;
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    data.set(intercepts, row * columns);
    for (let at = rowStarts[row]!; at < rowStarts[row + 1]!; at++) {
      for (let k = 0; k < columns; k++) {
        data[row * columns + k]! += values[at]! * weights.data[indices[at]! * columns + k]!;
      }
    }
  }
  return { kind: "dense", rows, columns, data };
}

/** Rows with a 1 in column `first`, `first + 1` and so on; rows past the last column are zeros. */
function unitRows(
  rows: number,
  { columns, first }: { columns: number; first: number },
): SparseMatrix {
  const ones = Math.max(0, Math.min(rows, columns - first));
  return {
    kind: "sparse",
    rows,
    columns,
    rowStarts: Int32Array.from({ length: rows + 1 }, (_, row) => Math.min(row, ones)),
    indices: Int32Array.from({ length: ones }, (_, i) => first + i),
    values: new Float64Array(ones).fill(1),
  };
}
