import { EigenvalueDecomposition } from "ml-matrix";
import { columnMeans } from "lib/heads/column_statistics.ts";
import { toDense } from "lib/heads/_dense.ts";
import { innerProductMatrix } from "lib/heads/_pairwise.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Directions of largest variance, learned from training rows. */
export interface PrincipalComponents {
  /** The training rows [N, k] in those directions, the largest first. */
  readonly scores: DenseMatrix;
  /** Each direction's share of the training rows' variance, 0..1; NaN where they do not vary. */
  readonly shares: readonly number[];
  /** Turns rows [M, D] the same way: [M, k]. */
  project(rows: DenseMatrix): DenseMatrix;
}

/** A direction whose variance is a smaller part of the largest one's is rounding. */
const RELATIVE_ZERO = 1e-10;

/**
 * Principal component analysis through the Gram matrix `G = X Xᵀ = U Λ Uᵀ` of the centred rows
 * [N, D], N × N however many columns there are: scores are `U √Λ`, and new rows `x Xᵀ U / √Λ`.
 *
 * Directions in which the rows do not vary are left out, so there may be fewer than asked for; of
 * rows that are all the same one direction is kept, with scores of 0.
 */
export function fitPrincipalComponents(
  training: DenseMatrix,
  { components }: { components: number },
): PrincipalComponents {
  const means = columnMeans(training);
  const x = centre(training, means);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    innerProductMatrix(x, x),
    {
      assumeSymmetric: true,
    },
  );
  const order = realEigenvalues.map((_, i) => i)
    .sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const largest = realEigenvalues[order[0]!]!;
  const kept = order.slice(0, components)
    .filter((i, rank) => rank === 0 || realEigenvalues[i]! > RELATIVE_ZERO * largest);
  const variance = realEigenvalues.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const roots = kept.map((i) => Math.sqrt(Math.max(realEigenvalues[i]!, 0)));
  const directions = eigenvectorMatrix.subMatrixColumn(kept); // [N, k]
  const inverse = roots.map((root) => root > 0 ? 1 / root : 0);
  return {
    scores: toDense(directions.clone().mulRowVector(roots)),
    shares: roots.map((root) => root ** 2 / variance),
    project(rows) {
      const toTraining = innerProductMatrix(centre(rows, means), x); // [M, N]
      return toDense(toTraining.mmul(directions).mulRowVector(inverse));
    },
  };
}

function centre({ rows, columns, data }: DenseMatrix, means: Float64Array): DenseMatrix {
  const centred = data.slice();
  for (let at = 0; at < centred.length; at++) centred[at]! -= means[at % columns]!;
  return { kind: "dense", rows, columns, data: centred };
}
