import { Matrix } from "ml-matrix";
import type { DenseMatrix, Features, SparseMatrix } from "lib/types.ts";
import { solveShifted } from "./_cholesky.ts";
import { conjugateGradients, dot, sum } from "./_conjugate_gradients.ts";
import { columnMeans } from "./column_statistics.ts";
import { toDense, toMatrix } from "./_dense.ts";
import { checkPositive, checkPrediction, checkTraining } from "./_guards.ts";
import { multiply, multiplyTransposed } from "./_sparse.ts";
import type { FittedHead, Head } from "./head.ts";

export interface RidgeOptions {
  /** Factor of the penalty, in squared units of the features. @default 1 */
  alpha?: number;
  /**
   * Sparse features only: relative residual at which conjugate gradients stop, scikit-learn's `tol`.
   * At the default, predictions of scores in 0..1 are good to about 1e-7. @default 1e-8
   */
  tolerance?: number;
}

/** A linear prediction `X W + c`, all that ridge learned. */
export interface RidgeWeights {
  /** W [D, K]. */
  readonly weights: DenseMatrix;
  /** c [K]. */
  readonly intercepts: Float64Array;
}

/** Ridge that can be kept, see `restoreRidge`. */
export interface FittedRidge extends FittedHead {
  readonly kept: RidgeWeights;
}

/** Ridge before it is fitted. */
export interface Ridge extends Head {
  fit(features: Features, targets: DenseMatrix): Promise<FittedRidge>;
}

/**
 * Linear regression with a penalty on the weights but none on the intercept, as scikit-learn's
 * `Ridge`: minimises `‖Y - X W - c‖² + alpha ‖W‖²`.
 *
 * Dense features are solved directly, sparse ones by conjugate gradients on the centred rows, which
 * are never written out.
 *
 * @throws {RangeError} when alpha or tolerance is not above 0; in `fit` when alpha is too small to
 * solve with
 */
export function ridge({ alpha = 1, tolerance = 1e-8 }: RidgeOptions = {}): Ridge {
  const name = `ridge alpha ${alpha}`;
  checkPositive("ridge", "alpha", alpha);
  checkPositive("ridge", "tolerance", tolerance);
  return {
    name,
    fit: (features, targets) =>
      Promise.try(() => {
        checkTraining(name, features, targets);
        return fitRidge(features, targets, { alpha, tolerance, name });
      }),
  };
}

function fitRidge(
  features: Features,
  targets: DenseMatrix,
  { alpha, tolerance, name }: Required<RidgeOptions> & { name: string },
): FittedRidge {
  const featureMeans = columnMeans(features);
  const targetMeans = columnMeans(targets);
  const centredTargets = toMatrix(targets).subRowVector(targetMeans);
  const columns = features.kind === "dense"
    ? denseWeights(toMatrix(features).subRowVector(featureMeans), centredTargets, alpha)
    : sparseWeights(features, centredTargets, { alpha, tolerance });
  const intercepts = Float64Array.from(
    columns,
    (column, k) => targetMeans[k]! - dot(featureMeans, column),
  );
  const kept = { weights: besideEachOther(columns, features.columns), intercepts };
  return { kept, ...linearHead(columns, { intercepts, width: features.columns, name }) };
}

/** Predicts as the ridge did that these weights come from. */
export function restoreRidge({ weights, intercepts }: RidgeWeights): FittedHead {
  const columns = columnsOf(toMatrix(weights));
  return linearHead(columns, { intercepts, width: weights.rows, name: "ridge" });
}

/** A head of weights [K][D]. */
function linearHead(
  weights: readonly Float64Array[],
  { intercepts, width, name }: { intercepts: Float64Array; width: number; name: string },
): FittedHead {
  return {
    predict: (items) =>
      Promise.try(() => {
        checkPrediction(name, items, width);
        return linear(items, weights, intercepts);
      }),
  };
}

/** Weights [K][D] from the smaller of the two systems, D or N equations wide. */
function denseWeights(x: Matrix, y: Matrix, alpha: number): Float64Array[] {
  const transposed = x.transpose(); // [D, N]
  const weights = x.columns <= x.rows
    ? solveShifted(transposed.mmul(x), transposed.mmul(y), { alpha })
    : transposed.mmul(solveShifted(x.mmul(transposed), y, { alpha }));
  return columnsOf(weights);
}

/**
 * Weights [K][D] `Xᵀ a` with `(C X Xᵀ C + alpha I) a = y`, where C subtracts a column's mean.
 *
 * y is centred, so every step's direction is, and only the product has to be centred again.
 */
function sparseWeights(
  features: SparseMatrix,
  targets: Matrix,
  { alpha, tolerance }: Required<RidgeOptions>,
): Float64Array[] {
  const weights = new Float64Array(features.columns);
  const timesSystem = (vector: Float64Array) => {
    const product = multiply(features, multiplyTransposed(features, vector, weights));
    const mean = sum(product) / product.length;
    for (let i = 0; i < product.length; i++) product[i]! += alpha * vector[i]! - mean;
    return product;
  };
  return columnsOf(targets).map((b) => {
    const dual = conjugateGradients({ multiply: timesSystem, b }, { relativeTolerance: tolerance });
    return multiplyTransposed(features, dual);
  });
}

function linear(
  features: Features,
  weights: readonly Float64Array[],
  intercepts: Float64Array,
): DenseMatrix {
  if (features.kind === "dense") {
    const transposed = new Matrix(weights.map((column) => Array.from(column))).transpose();
    return toDense(toMatrix(features).mmul(transposed).addRowVector(intercepts));
  }
  const { rows } = features;
  const columns = weights.length;
  const data = new Float64Array(rows * columns);
  weights.forEach((column, k) => {
    multiply(features, column).forEach((value, row) => {
      data[row * columns + k] = value + intercepts[k]!;
    });
  });
  return { kind: "dense", rows, columns, data };
}

function columnsOf(matrix: Matrix): Float64Array[] {
  return Array.from({ length: matrix.columns }, (_, k) => Float64Array.from(matrix.getColumn(k)));
}

/** Columns [K][D] as a matrix [D, K]. */
function besideEachOther(columns: readonly Float64Array[], rows: number): DenseMatrix {
  const data = new Float64Array(rows * columns.length);
  columns.forEach((column, k) => {
    column.forEach((value, row) => data[row * columns.length + k] = value);
  });
  return { kind: "dense", rows, columns: columns.length, data };
}
