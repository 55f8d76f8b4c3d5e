import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { columnDeviations, columnMeans } from "lib/heads/column_statistics.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Turns a row [from] into one [to]. */
export interface LinearMap {
  readonly to: number;
  apply(row: ArrayLike<number>, into: Float32Array): void;
}

/** A direction along which standardised columns vary less is rounding, not a difference. */
const LEAST_VARIANCE = 1e-4;

/**
 * Learns from rows [R, D] how to standardise their columns, `(x - mean) / deviation` with 0 for a
 * constant one, and on demand to decorrelate them: `z V Λ^-½` with the eigenvectors V and values Λ of
 * the columns' correlations, so that a faint difference counts as much as a strong one (PCA whitening;
 * scikit-learn's `PCA(whiten=True)`). Takes time in proportion to `D³`. Without rows everything becomes 0.
 */
export function fitWhitening(
  rows: DenseMatrix,
  { decorrelate }: { decorrelate: boolean },
): LinearMap {
  if (rows.rows === 0) return { to: rows.columns, apply: (_row, into) => into.fill(0) };
  const means = columnMeans(rows);
  const scales = columnDeviations(rows, means).map((value) => value > 0 ? 1 / value : 0);
  const standardise = (row: ArrayLike<number>, d: number) => (row[d]! - means[d]!) * scales[d]!;
  if (!decorrelate) {
    return {
      to: rows.columns,
      apply(row, into) {
        for (let d = 0; d < into.length; d++) into[d] = standardise(row, d);
      },
    };
  }
  const directions = directionsOf(rows, standardise);
  return {
    to: directions.length,
    apply(row, into) {
      const standardised = means.map((_, d) => standardise(row, d));
      directions.forEach((direction, e) => {
        into[e] = direction.reduce((sum, weight, d) => sum + weight * standardised[d]!, 0);
      });
    },
  };
}

/** Directions [E, D] onto which standardised rows project with variance 1, the widest first. */
function directionsOf(
  { rows, columns, data }: DenseMatrix,
  standardise: (row: ArrayLike<number>, d: number) => number,
): number[][] {
  const z = new Matrix(rows, columns);
  for (let row = 0; row < rows; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    for (let d = 0; d < columns; d++) z.set(row, d, standardise(values, d));
  }
  const correlations = z.transpose().mmul(z).div(rows);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(correlations, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  return order
    .filter((i, rank) => rank === 0 || realEigenvalues[i]! > LEAST_VARIANCE)
    .map((i) => {
      const root = Math.sqrt(realEigenvalues[i]!);
      return eigenvectorMatrix.getColumn(i).map((value) => root > 0 ? value / root : 0);
    });
}
