import { CholeskyDecomposition, type Matrix } from "ml-matrix";

/**
 * Solves `(A + alpha I) X = B` for a symmetric A [N, N] and B [N, K]; A is changed.
 *
 * @throws {RangeError} when `A + alpha I` is not positive definite
 */
export function solveShifted(a: Matrix, b: Matrix, { alpha }: { alpha: number }): Matrix {
  for (let i = 0; i < a.rows; i++) {
    a.set(i, i, a.get(i, i) + alpha);
    // ml-matrix refuses two halves that rounding has set apart
    for (let j = 0; j < i; j++) a.set(j, i, a.get(i, j));
  }
  const decomposition = new CholeskyDecomposition(a);
  if (!decomposition.isPositiveDefinite()) {
    throw new RangeError(
      `Cannot solve for the weights: alpha ${alpha} is too small for features that depend on ` +
        "each other; expected a larger one",
    );
  }
  return decomposition.solve(b);
}
