import type { DenseMatrix, Features, Sequences, Views } from "lib/types.ts";

/**
 * Copies rows [N, D] at the given positions, in their order, as [positions, D]; of sequences it
 * selects whole items, which stay the same objects, and of views it selects from each.
 *
 * @throws {RangeError} when a position is not a row
 */
export function selectRows(features: DenseMatrix, positions: readonly number[]): DenseMatrix;
export function selectRows(features: Features, positions: readonly number[]): Features;
export function selectRows(features: Sequences, positions: readonly number[]): Sequences;
export function selectRows(features: Views, positions: readonly number[]): Views;
export function selectRows<Input extends Features | Sequences | Views>(
  features: Input,
  positions: readonly number[],
): Input;
export function selectRows(
  features: Features | Sequences | Views,
  positions: readonly number[],
): Features | Sequences | Views {
  const outside = positions.find((row) =>
    !Number.isInteger(row) || row < 0 || row >= features.rows
  );
  if (outside !== undefined) {
    throw new RangeError(
      `Cannot select rows: expected positions in 0..${features.rows - 1}, got ${outside}`,
    );
  }
  if (features.kind === "dense") return selectDense(features, positions);
  if (features.kind === "sparse") return selectSparse(features, positions);
  if (features.kind === "views") return selectViews(features, positions);
  const items = positions.map((row) => features.items[row]!);
  return { kind: "sequences", rows: items.length, columns: features.columns, items };
}

function selectDense({ columns, data }: DenseMatrix, positions: readonly number[]): DenseMatrix {
  const selected = data instanceof Float32Array
    ? new Float32Array(positions.length * columns)
    : new Float64Array(positions.length * columns);
  positions.forEach((row, at) => {
    selected.set(data.subarray(row * columns, (row + 1) * columns), at * columns);
  });
  return { kind: "dense", rows: positions.length, columns, data: selected };
}

function selectViews({ views, present, groups }: Views, positions: readonly number[]): Views {
  const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
  return {
    kind: "views",
    rows: positions.length,
    views: mapValues(views, (view) => selectRows(view, positions)),
    present: mapValues(present, (has) => Uint8Array.from(positions, (row) => has[row]!)),
    ...(groups && { groups: positions.map((row) => groups[row]!) }),
  };
}

function selectSparse(
  { columns, rowStarts, indices, values }: Extract<Features, { kind: "sparse" }>,
  positions: readonly number[],
): Features {
  const starts = new Int32Array(positions.length + 1);
  positions.forEach((row, at) => {
    starts[at + 1] = starts[at]! + rowStarts[row + 1]! - rowStarts[row]!;
  });
  const size = starts[positions.length]!;
  const selected = { indices: new Int32Array(size), values: new Float64Array(size) };
  positions.forEach((row, at) => {
    selected.indices.set(indices.subarray(rowStarts[row], rowStarts[row + 1]), starts[at]);
    selected.values.set(values.subarray(rowStarts[row], rowStarts[row + 1]), starts[at]);
  });
  return { kind: "sparse", rows: positions.length, columns, rowStarts: starts, ...selected };
}
