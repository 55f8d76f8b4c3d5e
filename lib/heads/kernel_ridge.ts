import { Matrix } from "ml-matrix";
import type { DenseMatrix, Features } from "lib/types.ts";
import { solveShifted } from "./_cholesky.ts";
import { conjugateGradients, dot } from "./_conjugate_gradients.ts";
import { columnMeans } from "./column_statistics.ts";
import { toDense, toMatrix } from "./_dense.ts";
import { checkPositive, checkPrediction, checkTraining } from "./_guards.ts";
import { innerProducts, squaredDistances } from "./_pairwise.ts";
import { rowNorms } from "./_row_norms.ts";
import type { FittedHead, Head } from "./head.ts";

/**
 * How alike two rows are: `linear` is `a · b`, `cosine` is `a · b / (‖a‖ ‖b‖)` and 0 for a row of
 * zeros, `rbf` is `exp(-gamma ‖a - b‖²)`.
 */
export type Kernel =
  | { readonly name: "linear" }
  | { readonly name: "cosine" }
  | { readonly name: "rbf"; readonly gamma: number };

export interface KernelRidgeOptions {
  kernel: Kernel;
  /** Added to the kernel matrix's diagonal. @default 1 */
  alpha?: number;
  /**
   * Learns deviations from the training targets' mean, so that a row unlike all others gets the
   * mean; without it such a row gets 0, as with scikit-learn's `KernelRidge`. @default true
   */
  centreTargets?: boolean;
  /**
   * Solves by conjugate gradients until the relative residual is this small, in N² steps times a few
   * dozen where the kernel is smooth. @default solved directly, by Cholesky's decomposition
   */
  tolerance?: number;
}

/** All that kernel ridge learned but for the training rows themselves. */
export interface KernelRidgeWeights {
  /** `(K + alpha I)⁻¹ (Y - offset)` [N, K]. */
  readonly dual: DenseMatrix;
  /** The prediction for a row unlike all others [K]. */
  readonly offset: Float64Array;
}

/** Kernel ridge that can be kept, see `restoreKernelRidge`. */
export interface FittedKernelRidge extends FittedHead {
  readonly kept: KernelRidgeWeights;
}

/** Kernel ridge before it is fitted. */
export interface KernelRidge extends Head {
  fit(features: Features, targets: DenseMatrix): Promise<FittedKernelRidge>;
}

/**
 * Ridge regression on a kernel K over the training rows: predicts `k(x) (K + alpha I)⁻¹ Y`, as
 * scikit-learn's `KernelRidge` does. N training rows need N² numbers and N³ / 3 steps.
 *
 * @throws {RangeError} when alpha, gamma or tolerance is not above 0
 */
export function kernelRidge(
  { kernel, alpha = 1, centreTargets = true, tolerance }: KernelRidgeOptions,
): KernelRidge {
  checkPositive("kernel ridge", "alpha", alpha);
  if (tolerance !== undefined) checkPositive("kernel ridge", "tolerance", tolerance);
  if (kernel.name === "rbf") checkPositive("kernel ridge", "gamma", kernel.gamma);
  const gamma = kernel.name === "rbf" ? ` gamma ${kernel.gamma}` : "";
  const name = `kernel ridge ${kernel.name}${gamma} alpha ${alpha}` +
    (centreTargets ? "" : " not centred");
  return {
    name,
    fit: (features, targets) =>
      Promise.try(() => {
        checkTraining(name, features, targets);
        const offset = centreTargets ? columnMeans(targets) : new Float64Array(targets.columns);
        const centred = toMatrix(targets).subRowVector(offset);
        const similarities = kernelMatrix(features, features, kernel); // [N, N]
        const dual = tolerance === undefined
          ? solveShifted(similarities, centred, { alpha })
          : solveByGradients(similarities, centred, { alpha, tolerance });
        const kept = { dual: toDense(dual), offset };
        return { kept, ...restoreKernelRidge(kept, { features, kernel, name }) };
      }),
  };
}

export interface RestoreKernelRidgeOptions {
  /** The training rows [N, D]. */
  features: Features;
  /** The kernel that it was fitted with. */
  kernel: Kernel;
  /** For errors. @default "kernel ridge" */
  name?: string;
}

/** Predicts as the kernel ridge did that these weights and training rows come from. */
export function restoreKernelRidge(
  { dual, offset }: KernelRidgeWeights,
  { features, kernel, name = "kernel ridge" }: RestoreKernelRidgeOptions,
): FittedHead {
  const weights = toMatrix(dual); // [N, K]
  return {
    predict: (items) =>
      Promise.try(() => {
        checkPrediction(name, items, features.columns);
        const toTraining = kernelMatrix(items, features, kernel); // [M, N]
        return toDense(toTraining.mmul(weights).addRowVector(offset));
      }),
  };
}

/** Solves `(A + alpha I) X = B` for a symmetric A [N, N] and B [N, K], a column at a time. */
function solveByGradients(
  a: Matrix,
  b: Matrix,
  { alpha, tolerance }: { alpha: number; tolerance: number },
): Matrix {
  const rows = a.to2DArray().map((row) => Float64Array.from(row));
  const multiply = (vector: Float64Array) =>
    Float64Array.from(rows, (row, i) => dot(row, vector) + alpha * vector[i]!);
  const columns = Array.from({ length: b.columns }, (_, k) =>
    conjugateGradients(
      { multiply, b: Float64Array.from(b.getColumn(k)) },
      { relativeTolerance: tolerance },
    ));
  return new Matrix(columns.map((column) => Array.from(column))).transpose();
}

/** Kernel values [M, N] of every row of `queries` [M, D] with every row of `items` [N, D]. */
function kernelMatrix(queries: Features, items: Features, kernel: Kernel): Matrix {
  const itemNorms = kernel.name === "cosine" ? rowNorms(items) : new Float64Array();
  const queryNorms = kernel.name === "cosine" ? rowNorms(queries) : new Float64Array();
  const row = (query: number) => {
    if (kernel.name === "rbf") {
      const distances = squaredDistances(queries, query, items);
      return distances.map((distance) => Math.exp(-kernel.gamma * distance));
    }
    const products = innerProducts(queries, query, items);
    if (kernel.name === "linear") return products;
    return products.map((product, i) => product / ((queryNorms[query]! * itemNorms[i]!) || 1));
  };
  const matrix = new Matrix(queries.rows, items.rows);
  for (let query = 0; query < queries.rows; query++) matrix.setRow(query, row(query));
  return matrix;
}
