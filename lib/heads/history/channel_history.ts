import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { toDense, toMatrix } from "lib/heads/_dense.ts";
import { covariances, likenessOf, ownCovariances } from "lib/heads/history/_history_covariance.ts";
import type { TargetVariance } from "lib/heads/history/_variance_shares.ts";
import { knownRows } from "lib/heads/fit_known.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import type { DenseMatrix, Features } from "lib/types.ts";

/** A channel's new videos. */
export interface NewVideos {
  /** What a model predicts of them [M, K]. */
  readonly base: DenseMatrix;
  /** Needed where the training had them [M, D]. */
  readonly features?: Features;
}

/** Videos of the same channel whose scores are known, none being allowed. */
export interface PastVideos {
  /** Actual less what the same model predicted [n, K]; NaN: not known. */
  readonly residuals: DenseMatrix;
  /** Needed where the training had them [n, D]. */
  readonly features?: Features;
}

/** What a channel's past makes of a model's predictions. */
export interface HistoryPrediction {
  /** The model's prediction, moved by what it missed of the channel's past videos [M, K]. */
  readonly predicted: DenseMatrix;
  /** How far it was moved [M, K]. */
  readonly moved: DenseMatrix;
  /** Standard deviation that is left [M, K]. */
  readonly deviation: DenseMatrix;
}

/** How much of what a model misses is shared by a channel's videos, and so can be learned from. */
export interface ChannelHistory {
  /** By target [K]. */
  readonly variances: readonly TargetVariance[];
  /**
   * Predicts new videos of one channel from its past ones.
   *
   * @throws {TypeError} when features are missing, or rows or columns do not match
   */
  predict(videos: NewVideos, past: PastVideos): HistoryPrediction;
}

/** What `restoreChannelHistory` checks videos by. */
export interface RestoreOptions {
  /** Columns of the features that videos are compared by. @default none are compared */
  readonly columns?: number;
}

/** The history that `fitChannelHistory` learned, from the variances it kept. */
export function restoreChannelHistory(
  variances: readonly TargetVariance[],
  { columns }: RestoreOptions,
): ChannelHistory {
  const expected = { columns, targets: variances.length };
  return {
    variances,
    predict(videos, past) {
      checkVideos(videos.base, videos.features, expected);
      checkVideos(past.residuals, past.features, expected);
      return predictFromPast(videos, { past, variances });
    },
  };
}

function predictFromPast(
  { base, features }: NewVideos,
  { past, variances }: {
    readonly past: PastVideos;
    readonly variances: readonly TargetVariance[];
  },
): HistoryPrediction {
  const moved = Matrix.zeros(base.rows, base.columns);
  const deviation = Matrix.zeros(base.rows, base.columns);
  const videos = { rows: base.rows, features };
  const whole = comparePast(videos, past);
  variances.forEach((shares, k) => {
    const known = knownRows(past.residuals, k);
    const { residuals, likenesses, toPast } = known.length === past.residuals.rows
      ? whole
      : comparePast(videos, selectPast(past, known));
    const covariance = covariances(toPast, shares);
    const weights = weightsOf(covariance, ownCovariances(likenesses, shares)); // [M, N]
    moved.setColumn(k, weights.mmul(residuals.getColumnVector(k)));
    const left = weights.mul(covariance).sum("row")
      .map((explained) => Math.sqrt(shares.variance * Math.max(1 - explained, 0)));
    deviation.setColumn(k, left);
  });
  return {
    predicted: toDense(Matrix.add(toMatrix(base), moved)),
    moved: toDense(moved),
    deviation: toDense(deviation),
  };
}

/** Past videos' residuals [N, K], and how alike they are [N, N] and the new ones to them [M, N]. */
function comparePast(
  { rows, features }: { readonly rows: number; readonly features?: Features },
  past: PastVideos,
) {
  const known = past.residuals.rows;
  const own = past.features && ([past.features, past.features] as const);
  const between = features && past.features && ([features, past.features] as const);
  return {
    residuals: toMatrix(past.residuals),
    likenesses: likenessOf([known, known], own),
    toPast: likenessOf([rows, known], between),
  };
}

function selectPast({ residuals, features }: PastVideos, rows: readonly number[]): PastVideos {
  return {
    residuals: selectRows(residuals, rows),
    ...(features && { features: selectRows(features, rows) }),
  };
}

/** Weights `c C⁻¹` [M, N] of past videos, from covariances with them [M, N] and among them [N, N]. */
function weightsOf(toPast: Matrix, own: Matrix): Matrix {
  if (own.rows === 0) return toPast.clone();
  return new CholeskyDecomposition(own).solve(toPast.transpose()).transpose();
}

function checkVideos(
  values: DenseMatrix,
  features: Features | undefined,
  { columns, targets }: { readonly columns?: number; readonly targets: number },
): void {
  if (values.rows === 0) return; // nothing is known of the channel
  const expected = [targets, columns, columns && values.rows];
  const got = [values.columns, features?.columns, features?.rows];
  if (columns === undefined ? values.columns === targets : `${expected}` === `${got}`) return;
  throw new TypeError(
    `Cannot predict from a channel's history: expected ${targets} targets and ` +
      `${columns ?? "no"} columns of features for each video, got ${values.columns} and ` +
      `${features?.columns ?? "no"} for ${features?.rows ?? "no"} of ${values.rows} videos`,
  );
}
