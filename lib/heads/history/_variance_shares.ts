import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { ownCovariances, type VarianceShares } from "lib/heads/history/_history_covariance.ts";

/** Videos of one channel: how alike they are [n, n], and what a model missed of them [n, K]. */
export interface ChannelResiduals {
  readonly likenesses: Matrix;
  readonly residuals: Matrix;
}

/** One target's variance, and the parts that it has. */
export interface TargetVariance extends VarianceShares {
  readonly variance: number;
}

/** Steps of the grid from 0 to 1 in which shares are searched. */
const STEPS = 10;

/**
 * The shares under which the residuals are likeliest, for each target [K].
 *
 * With residuals `r ~ N(0, v C)` in each channel, the variance is `v = Σ rᵀ C⁻¹ r / N`, and the
 * shares in C minimise `N log v + Σ log |C|` on a grid of tenths, noise being one at least so
 * that equal videos can be told from certain ones.
 */
export function likeliestShares(
  channels: readonly ChannelResiduals[],
  { targets, usesLikeness }: { readonly targets: number; readonly usesLikeness: boolean },
): TargetVariance[] {
  const trials = shareGrid(usesLikeness).map((shares) => tryShares(channels, shares, targets));
  return Array.from({ length: targets }, (_, k) => {
    const best = trials.reduce((a, b) =>
      b.negativeLogLikelihoods[k]! < a.negativeLogLikelihoods[k]! ? b : a
    );
    return { ...best.shares, variance: best.variances[k]! };
  });
}

function shareGrid(usesLikeness: boolean): VarianceShares[] {
  return Array.from(
    { length: STEPS },
    (_, level) =>
      Array.from({ length: usesLikeness ? STEPS - level : 1 }, (_, likeness) => ({
        level: level / STEPS,
        likeness: likeness / STEPS,
        noise: (STEPS - level - likeness) / STEPS,
      })),
  ).flat();
}

/** Each target's variance and twice its negative log likelihood, but for a constant. */
function tryShares(
  channels: readonly ChannelResiduals[],
  shares: VarianceShares,
  targets: number,
) {
  const squares = new Float64Array(targets);
  let [rows, logDeterminant] = [0, 0];
  for (const { likenesses, residuals } of channels) {
    const decomposition = new CholeskyDecomposition(ownCovariances(likenesses, shares));
    const weighted = decomposition.solve(residuals).mul(residuals); // [n, K]
    weighted.sum("column").forEach((sum, k) => squares[k]! += sum);
    const diagonal = decomposition.lowerTriangularMatrix.diagonal();
    logDeterminant += diagonal.reduce((sum, value) => sum + 2 * Math.log(value), 0);
    rows += residuals.rows;
  }
  const variances = squares.map((sum) => sum / rows);
  const negativeLogLikelihoods = variances.map((variance) =>
    rows * Math.log(variance) + logDeterminant
  );
  return { shares, variances, negativeLogLikelihoods };
}
