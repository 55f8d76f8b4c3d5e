import assert from "assert";
import fc from "fast-check";
import { nonNegativeLeastSquares } from "lib/heads/views/_non_negative_least_squares.ts";
import { assertClose } from "../_matrices.ts";

/** Solves for columns and a target written as arrays. */
const solve = (columns: readonly number[][], y: readonly number[]) =>
  nonNegativeLeastSquares(columns.map((column) => Float64Array.from(column)), Float64Array.from(y));

Deno.test("nonNegativeLeastSquares() finds the weights of a sum", () => {
  assertClose([solve([[1, 0, 1], [0, 1, 1]], [2, 3, 5])], [[2, 3]]);
});

Deno.test("nonNegativeLeastSquares() drops a column whose weight would be below 0", () => {
  // without the bound [2, -1]; with it the first column alone, 3 / 2
  assertClose([solve([[1, 0, 1], [0, 1, 1]], [2, -1, 1])], [[1.5, 0]]);
});

Deno.test("nonNegativeLeastSquares() gives columns and targets of zeros no weight", () => {
  assertClose([solve([[0, 0], [1, 1]], [2, 2])], [[0, 2]]);
  assertClose([solve([[1, 2]], [0, 0])], [[0]]);
  assert.deepEqual(solve([], [1]), []);
});

Deno.test("nonNegativeLeastSquares() is exact in any units", () => {
  assertClose([
    solve([[1e-9, 0, 1e-9], [0, 1, 1]], [2e-6, 3e-6, 5e-6]).map((w, i) =>
      i === 0 ? w * 1e-3 : w * 1e6
    ),
  ], [[2, 3]]);
});

Deno.test("nonNegativeLeastSquares() shares weight between equal columns", () => {
  const [first, second] = solve([[1, 2, 3], [1, 2, 3]], [2, 4, 6]);
  assert.ok(first! >= 0 && second! >= 0);
  assert.ok(Math.abs(first! + second! - 2) < 1e-6);
});

Deno.test("nonNegativeLeastSquares() satisfies the conditions of an optimum", () => {
  const cell = fc.integer({ min: -9, max: 9 });
  const column = fc.array(cell, { minLength: 6, maxLength: 6 });
  fc.assert(fc.property(
    fc.array(column, { minLength: 1, maxLength: 4 }),
    column,
    (columns, y) => {
      const weights = solve(columns, y);
      const left = y.map((value, i) =>
        value - columns.reduce((sum, column, v) => sum + weights[v]! * column[i]!, 0)
      );
      columns.forEach((column, v) => {
        const gradient = column.reduce((sum, value, i) => sum + value * left[i]!, 0);
        assert.ok(weights[v]! >= 0, `weight ${weights[v]}`);
        assert.ok(gradient < 1e-2, `gradient ${gradient}`);
        if (weights[v]! > 0) assert.ok(gradient > -1e-2, `gradient ${gradient}`);
      });
    },
  ));
});
