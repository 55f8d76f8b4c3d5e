import { Matrix } from "ml-matrix";
import type { DenseMatrix, Features, SparseMatrix } from "lib/types.ts";
import { solveShifted } from "./_cholesky.ts";
import { conjugateGradients, dot } from "./_conjugate_gradients.ts";
import { columnMeans, toDense, toMatrix } from "./_dense.ts";
import { checkPositive, checkPrediction, checkTraining } from "./_guards.ts";
import { multiply, multiplyTransposed } from "./_sparse.ts";
import type { FittedHead, Head } from "./head.ts";

/** How strongly `ridge` shrinks its weights. */
export interface RidgeOptions {
  /** Factor of the penalty, in squared units of the features. @default 1 */
  alpha?: number;
}

/**
 * Linear regression with a penalty on the weights but none on the intercept, as scikit-learn's
 * `Ridge`: minimises `‖Y - X W - c‖² + alpha ‖W‖²`.
 *
 * Dense features are solved directly, sparse ones by conjugate gradients on the centred rows, which
 * are never written out.
 *
 * @throws {RangeError} when alpha is not above 0; in `fit` when alpha is too small to solve with
 */
export function ridge({ alpha = 1 }: RidgeOptions = {}): Head {
  const name = `ridge alpha ${alpha}`;
  checkPositive("ridge", "alpha", alpha);
  return {
    name,
    fit: (features, targets) =>
      Promise.try(() => {
        checkTraining(name, features, targets);
        return fitRidge(features, targets, { alpha, name });
      }),
  };
}

function fitRidge(
  features: Features,
  targets: DenseMatrix,
  { alpha, name }: { alpha: number; name: string },
): FittedHead {
  const featureMeans = columnMeans(features);
  const targetMeans = columnMeans(targets);
  const centredTargets = toMatrix(targets).subRowVector(targetMeans);
  const weights = features.kind === "dense"
    ? denseWeights(toMatrix(features).subRowVector(featureMeans), centredTargets, alpha)
    : sparseWeights({ features, featureMeans }, centredTargets, alpha);
  const intercepts = weights.map((column, k) => targetMeans[k]! - dot(featureMeans, column));
  return {
    predict: (items) =>
      Promise.try(() => {
        checkPrediction(name, items, features.columns);
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

/** Weights [K][D] `Xᵀ a` with `(X Xᵀ + alpha I) a = y`, X being the centred features. */
function sparseWeights(
  { features, featureMeans }: { features: SparseMatrix; featureMeans: Float64Array },
  targets: Matrix,
  alpha: number,
): Float64Array[] {
  const timesCentred = (vector: Float64Array) => {
    const shift = dot(featureMeans, vector);
    return multiply(features, vector).map((value) => value - shift);
  };
  const timesTransposed = (vector: Float64Array) => {
    const sum = vector.reduce((total, value) => total + value, 0);
    return multiplyTransposed(features, vector).map((value, i) => value - sum * featureMeans[i]!);
  };
  const timesSystem = (vector: Float64Array) =>
    timesCentred(timesTransposed(vector)).map((value, i) => value + alpha * vector[i]!);
  return columnsOf(targets).map((b) =>
    timesTransposed(conjugateGradients({ multiply: timesSystem, b }))
  );
}

function linear(features: Features, weights: Float64Array[], intercepts: number[]): DenseMatrix {
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
