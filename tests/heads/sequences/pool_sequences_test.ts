import assert from "assert";
import fc from "fast-check";
import { poolSequences } from "lib/heads/sequences/pool_sequences.ts";
import { assertClose, rowsOf } from "../_matrices.ts";
import { sequences } from "./_sequences.ts";

const TWO = sequences([[[1, 10], [3, 10]], [[5, 0], [5, 3], [5, 6]]]);

Deno.test("poolSequences() gives mean and deviation over each sequence's own rows", () => {
  // deviations: 1 and 0; 0 and sqrt((9 + 0 + 9) / 3)
  assertClose(rowsOf(poolSequences(TWO, ["mean", "std"])), [
    [2, 10, 1, 0],
    [5, 3, 0, Math.sqrt(6)],
  ]);
});

Deno.test("poolSequences() keeps to the order asked for", () => {
  assertClose(rowsOf(poolSequences(TWO, ["std", "mean"])), [
    [1, 0, 2, 10],
    [0, Math.sqrt(6), 5, 3],
  ]);
  assert.deepEqual(rowsOf(poolSequences(TWO, ["mean"])), [[2, 10], [5, 3]]);
});

Deno.test("poolSequences() ignores the order of rows", () => {
  const row = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
    minLength: 2,
    maxLength: 2,
  });
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
    const [there, back] = [rows, rows.toReversed()].map((item) =>
      rowsOf(poolSequences(sequences([item]), ["mean", "std"]))
    );
    assertClose(there!, back!);
  }));
});

Deno.test("poolSequences() refuses to pool by nothing", () => {
  assert.throws(() => poolSequences(TWO, []), {
    name: "RangeError",
    message: "Cannot pool sequences: expected at least one statistic, got none",
  });
});
