import assert from "assert";
import type { DenseMatrix, SparseMatrix } from "lib/types.ts";

/** Rows of equal length as a dense matrix. */
export function dense(rows: readonly (readonly number[])[]): DenseMatrix {
  const columns = rows[0]?.length ?? 0;
  return { kind: "dense", rows: rows.length, columns, data: Float64Array.from(rows.flat()) };
}

/** Rows of equal length as a sparse matrix that leaves out zeros. */
export function sparse(rows: readonly (readonly number[])[]): SparseMatrix {
  const entries = rows.map((row) =>
    row.map((value, column) => ({ value, column })).filter(({ value }) => value !== 0)
  );
  const rowStarts = new Int32Array(rows.length + 1);
  entries.forEach((row, i) => rowStarts[i + 1] = rowStarts[i]! + row.length);
  return {
    kind: "sparse",
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    rowStarts,
    indices: Int32Array.from(entries.flat(), ({ column }) => column),
    values: Float64Array.from(entries.flat(), ({ value }) => value),
  };
}

/** The rows of a dense matrix. */
export function rowsOf({ rows, columns, data }: DenseMatrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.slice(i * columns, (i + 1) * columns)]);
}

/** Checks that numbers lie within 1e-6 of the expected ones. */
export function assertClose(got: readonly number[][], expected: readonly number[][]): void {
  assert.equal(got.length, expected.length);
  expected.forEach((row, i) => {
    assert.equal(got[i]!.length, row.length);
    row.forEach((value, k) => {
      const text = `row ${i}, column ${k}: expected ${value}, got ${got[i]![k]}`;
      assert.ok(Math.abs(got[i]![k]! - value) < 1e-6, text);
    });
  });
}
