import assert from "assert";
import fc from "fast-check";
import { selectRows } from "lib/heads/select_rows.ts";
import type { DenseMatrix, SparseMatrix, Views } from "lib/types.ts";

const dense: DenseMatrix = {
  kind: "dense",
  rows: 3,
  columns: 2,
  data: new Float32Array([1, 0, 0, 2, 3, 4]),
};

/** The same numbers, zeros left out. */
const sparse: SparseMatrix = {
  kind: "sparse",
  rows: 3,
  columns: 2,
  rowStarts: new Int32Array([0, 1, 2, 4]),
  indices: new Int32Array([0, 1, 0, 1]),
  values: new Float64Array([1, 2, 3, 4]),
};

function toRows(matrix: SparseMatrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, row) => {
    const cells = Array<number>(matrix.columns).fill(0);
    for (let at = matrix.rowStarts[row]!; at < matrix.rowStarts[row + 1]!; at++) {
      cells[matrix.indices[at]!] = matrix.values[at]!;
    }
    return cells;
  });
}
import { rowsOf } from "./_matrices.ts";
import { sequences } from "./sequences/_sequences.ts";

Deno.test("selectRows() copies dense rows in the asked order, repeats included", () => {
  const selected = selectRows(dense, [2, 0, 2]);
  assert.deepEqual([...selected.data], [3, 4, 1, 0, 3, 4]);
  assert.ok(selected.data instanceof Float32Array);
  assert.deepEqual([selected.rows, selected.columns], [3, 2]);
});

Deno.test("selectRows() selects the same numbers from sparse as from dense rows", () => {
  fc.assert(fc.property(fc.array(fc.nat(2)), (positions) => {
    const selected = selectRows(sparse, positions) as SparseMatrix;
    const expected = selectRows(dense, positions);
    assert.deepEqual(toRows(selected).flat(), [...expected.data]);
  }));
});

Deno.test("selectRows() names a position that is no row", () => {
  for (const position of [-1, 3, 0.5]) {
    assert.throws(() => selectRows(dense, [0, position]), {
      name: "RangeError",
      message: `Cannot select rows: expected positions in 0..2, got ${position}`,
    });
  }
});

Deno.test("selectRows() selects whole sequences", () => {
  const items = sequences([[[1]], [[2], [3]], [[4]]]);
  const selected = selectRows(items, [2, 1, 1]);
  assert.equal(selected.rows, 3);
  assert.equal(selected.columns, 1);
  assert.deepEqual(selected.items.map(rowsOf), [[[4]], [[2], [3]], [[2], [3]]]);
  assert.throws(() => selectRows(items, [3]), {
    name: "RangeError",
    message: "Cannot select rows: expected positions in 0..2, got 3",
  });
});

Deno.test("selectRows() selects from every view, with its presence and the groups", () => {
  const words = { kind: "dense", rows: 3, columns: 1, data: Float64Array.of(1, 2, 3) } as const;
  const views: Views = {
    kind: "views",
    rows: 3,
    views: { words },
    present: { words: Uint8Array.of(1, 0, 1) },
    groups: ["a", "b", "c"],
  };
  const selected = selectRows(views, [2, 1]);
  assert.deepEqual(selected, {
    kind: "views",
    rows: 2,
    views: { words: { kind: "dense", rows: 2, columns: 1, data: Float64Array.of(3, 2) } },
    present: { words: Uint8Array.of(1, 0) },
    groups: ["c", "b"],
  });
});
