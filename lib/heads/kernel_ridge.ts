import { Matrix } from "ml-matrix";
import type { DenseMatrix, Features } from "lib/types.ts";
import { solveShifted } from "./_cholesky.ts";
import { columnMeans } from "./column_statistics.ts";
import { toDense, toMatrix } from "./_dense.ts";
import { checkPositive, checkPrediction, checkTraining } from "./_guards.ts";
import { innerProducts, squaredDistances } from "./_pairwise.ts";
import type { FittedHead, Head } from "./head.ts";

/**
 * How alike two rows are: `linear` is `a · b`, `cosine` is `a · b / (‖a‖ ‖b‖)` and 0 for a row of
 * zeros, `rbf` is `exp(-gamma ‖a - b‖²)`.
 */
export type Kernel =
  | { readonly name: "linear" }
  | { readonly name: "cosine" }
  | { readonly name: "rbf"; readonly gamma: number };

/** What `kernelRidge` compares rows by and how strongly it shrinks. */
export interface KernelRidgeOptions {
  kernel: Kernel;
  /** Added to the kernel matrix's diagonal. @default 1 */
  alpha?: number;
  /**
   * Learns deviations from the training targets' mean, so that a row unlike all others gets the
   * mean; without it such a row gets 0, as with scikit-learn's `KernelRidge`. @default true
   */
  centreTargets?: boolean;
}

/**
 * Ridge regression on a kernel K over the training rows: predicts `k(x) (K + alpha I)⁻¹ Y`, as
 * scikit-learn's `KernelRidge` does. N training rows need N² numbers and N³ / 3 steps.
 *
 * @throws {RangeError} when alpha or gamma is not above 0
 */
export function kernelRidge(
  { kernel, alpha = 1, centreTargets = true }: KernelRidgeOptions,
): Head {
  checkPositive("kernel ridge", "alpha", alpha);
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
        return fitKernelRidge({ features, targets }, { kernel, alpha, offset, name });
      }),
  };
}

function fitKernelRidge(
  { features, targets }: { features: Features; targets: DenseMatrix },
  { kernel, alpha, offset, name }: {
    kernel: Kernel;
    alpha: number;
    offset: Float64Array;
    name: string;
  },
): FittedHead {
  const similarities = kernelMatrix(features, features, kernel); // [N, N]
  const centred = toMatrix(targets).subRowVector(offset);
  const dual = solveShifted(similarities, centred, { alpha }); // [N, K]
  return {
    predict: (items) =>
      Promise.try(() => {
        checkPrediction(name, items, features.columns);
        const toTraining = kernelMatrix(items, features, kernel); // [M, N]
        return toDense(toTraining.mmul(dual).addRowVector(offset));
      }),
  };
}

/** Kernel values [M, N] of every row of `queries` [M, D] with every row of `items` [N, D]. */
function kernelMatrix(queries: Features, items: Features, kernel: Kernel): Matrix {
  const itemNorms = kernel.name === "cosine" ? norms(items) : new Float64Array();
  const queryNorms = kernel.name === "cosine" ? norms(queries) : new Float64Array();
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

/** Each row's Euclidean norm [N]. */
function norms(features: Features): Float64Array {
  return Float64Array.from({ length: features.rows }, (_, row) => {
    let squares = 0;
    const values = features.kind === "dense" ? features.data : features.values;
    const [start, end] = features.kind === "dense"
      ? [row * features.columns, (row + 1) * features.columns]
      : [features.rowStarts[row]!, features.rowStarts[row + 1]!];
    for (let at = start; at < end; at++) squares += values[at]! ** 2;
    return Math.sqrt(squares);
  });
}
