import { Matrix } from "ml-matrix";
import { innerProductMatrix } from "lib/heads/_pairwise.ts";
import { rowNorms } from "lib/heads/_row_norms.ts";
import type { Features } from "lib/types.ts";

/** What parts a score's variance about a model's prediction has; the shares sum to 1. */
export interface VarianceShares {
  /** What all videos of a channel have in common: the channel's level. */
  readonly level: number;
  /** What two videos of a channel have in common as far as their features are alike. */
  readonly likeness: number;
  /** What belongs to one video alone. */
  readonly noise: number;
}

/**
 * How alike the rows of a pair of features are [M, N]: their cosines, 0 where a row is all zeros as
 * that of an item of which nothing is known; without features zeros of the given shape.
 */
export function likenessOf(
  [m, n]: readonly [m: number, n: number],
  pair?: readonly [queries: Features, items: Features],
): Matrix {
  if (!pair) return Matrix.zeros(m, n);
  const [ofQueries, ofItems] = pair.map((it) => rowNorms(it).map((norm) => norm || 1));
  return innerProductMatrix(...pair).divColumnVector(ofQueries!).divRowVector(ofItems!);
}

/**
 * Covariances `level + likeness cosine(i, j)` of one channel's videos [M, N], the variance being 1.
 *
 * @param likenesses cosines [M, N]
 */
export function covariances(likenesses: Matrix, { level, likeness }: VarianceShares): Matrix {
  return likenesses.clone().mul(likeness).add(level);
}

/** As `covariances` of videos with themselves [N, N], where noise fills the diagonal up to 1. */
export function ownCovariances(likenesses: Matrix, shares: VarianceShares): Matrix {
  const own = covariances(likenesses, shares);
  for (let i = 0; i < own.rows; i++) {
    own.set(i, i, 1);
    // ml-matrix refuses two halves that rounding has set apart
    for (let j = 0; j < i; j++) own.set(j, i, own.get(i, j));
  }
  return own;
}
