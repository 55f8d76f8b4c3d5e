import { fcnnls } from "ml-fcnnls";
import { Matrix } from "ml-matrix";
import { dot } from "lib/heads/_conjugate_gradients.ts";

/**
 * Weights [V] that minimise `‖y - Σ w_v x_v‖²` with no weight below 0 (Lawson and Hanson 1974), for V
 * columns x_v [N]; the weight of a column of zeros is 0.
 */
export function nonNegativeLeastSquares(
  columns: readonly Float64Array[],
  y: Float64Array,
): number[] {
  const length = Math.sqrt(dot(y, y));
  const lengths = columns.map((column) => Math.sqrt(dot(column, column)));
  const used = [...lengths.keys()].filter((v) => lengths[v]! > 0);
  const weights = lengths.map(() => 0);
  if (length === 0 || used.length === 0) return weights;
  // the solver's tolerance is in units of its input, so all columns get length 1
  const scaled = used.map((v) => Array.from(columns[v]!, (value) => value / lengths[v]!));
  const target = Array.from(y, (value) => [value / length]);
  const { K } = fcnnls(new Matrix(scaled).transpose(), target);
  used.forEach((v, i) => weights[v] = K.get(i, 0) * length / lengths[v]!);
  return weights;
}
