import type { Matrix } from "ml-matrix";
import { dot } from "lib/heads/_conjugate_gradients.ts";
import { innerProductMatrix, mismatch } from "lib/heads/_pairwise.ts";
import { multiply } from "lib/heads/_sparse.ts";
import { columnDeviations, columnMeans } from "lib/heads/column_statistics.ts";
import type { DenseMatrix, Features, SparseMatrix } from "lib/types.ts";

/** Training rows [n, D] less their columns' means `m`. */
export interface CentredRows {
  /** Sum of the columns' variances; exactly 0 where no column varies. */
  readonly variance: number;
  /** `(q - m) · (x - m)` [M, n] of each query q [D] with each training row x. */
  products(queries: Features): Matrix;
}

/** A variance that is a smaller part of the rows' mean square is what rounding left of constants. */
const RELATIVE_ROUNDING = 1e-13;

/**
 * Centres dense rows, each column divided by its deviation first if asked; a column that never varies
 * counts nothing, whatever a query holds there.
 */
export function centreDense(
  training: DenseMatrix,
  { standardise }: { standardise: boolean },
): CentredRows {
  const means = columnMeans(training);
  const deviations = columnDeviations(training, means);
  const factors = deviations.map((deviation) =>
    deviation === 0 ? 0 : standardise ? 1 / deviation : 1
  );
  const centre = ({ rows, columns, data }: DenseMatrix): DenseMatrix => {
    const centred = Float64Array.from(data, (value, at) => {
      const column = at % columns;
      return (value - means[column]!) * factors[column]!;
    });
    return { kind: "dense", rows, columns, data: centred };
  };
  const centred = centre(training);
  return {
    variance: deviations.reduce((sum, deviation, i) => sum + (deviation * factors[i]!) ** 2, 0),
    products(queries) {
      if (queries.kind !== "dense") throw mismatch("dense", "sparse");
      return innerProductMatrix(centre(queries), centred);
    },
  };
}

/** Centres sparse rows without writing them out: `q · x - q · m - x · m + m · m`. */
export function centreSparse(training: SparseMatrix): CentredRows {
  const means = columnMeans(training);
  const [ofTraining, ofMeans] = [multiply(training, means), dot(means, means)];
  const meanSquare = dot(training.values, training.values) / training.rows;
  const variance = meanSquare - ofMeans;
  return {
    variance: variance > RELATIVE_ROUNDING * meanSquare ? variance : 0,
    products(queries) {
      if (queries.kind !== "sparse") throw mismatch("sparse", "dense");
      const products = innerProductMatrix(queries, training);
      return products.subColumnVector(multiply(queries, means)).subRowVector(ofTraining).add(
        ofMeans,
      );
    },
  };
}
