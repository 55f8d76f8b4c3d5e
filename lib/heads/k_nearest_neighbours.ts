import type { DenseMatrix, Features } from "lib/types.ts";
import { checkPrediction, checkTraining } from "./_guards.ts";
import { squaredDistances } from "./_pairwise.ts";
import type { FittedHead, Head } from "./head.ts";

/** How many neighbours `kNearestNeighbours` averages, and how. */
export interface KNearestNeighboursOptions {
  /** Training rows averaged for a prediction. */
  k: number;
  /**
   * `distance`: a neighbour counts by 1 / distance, and neighbours at distance 0 alone if there are
   * any; `uniform`: all count the same. @default "distance"
   */
  weights?: "distance" | "uniform";
}

/**
 * Averages the targets of the k training rows at the smallest Euclidean distance, the earlier row
 * first among equally distant ones; scikit-learn's `KNeighborsRegressor`.
 *
 * @throws {RangeError} when k is no integer above 0; in `fit` when there are fewer rows than k
 */
export function kNearestNeighbours(
  { k, weights = "distance" }: KNearestNeighboursOptions,
): Head {
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(
      `Cannot make k nearest neighbours: k expected an integer above 0, got ${k}`,
    );
  }
  const name = `${k} nearest neighbours ${weights}`;
  return {
    name,
    fit: (features, targets) =>
      Promise.try(() => {
        checkTraining(name, features, targets);
        if (features.rows < k) {
          throw new RangeError(`Cannot fit ${name}: expected ${k} rows, got ${features.rows}`);
        }
        return remember({ features, targets }, { k, weights, name });
      }),
  };
}

function remember(
  { features, targets }: { features: Features; targets: DenseMatrix },
  { k, weights, name }: Required<KNearestNeighboursOptions> & { name: string },
): FittedHead {
  const { columns } = targets;
  return {
    predict: (items) =>
      Promise.try(() => {
        checkPrediction(name, items, features.columns);
        const data = new Float64Array(items.rows * columns);
        for (let row = 0; row < items.rows; row++) {
          const squares = squaredDistances(items, row, features);
          const neighbours = nearest(squares, k);
          const shares = sharesOf(neighbours.map((i) => Math.sqrt(squares[i]!)), weights);
          neighbours.forEach((neighbour, i) => {
            for (let column = 0; column < columns; column++) {
              const value = targets.data[neighbour * columns + column]!;
              data[row * columns + column]! += shares[i]! * value;
            }
          });
        }
        return { kind: "dense", rows: items.rows, columns, data };
      }),
  };
}

/** Positions of the k smallest distances, ascending. */
function nearest(distances: Float64Array, k: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < distances.length; i++) {
    if (found.length === k && distances[i]! >= distances[found[k - 1]!]!) continue;
    let at = found.length === k ? k - 1 : found.length;
    for (; at > 0 && distances[i]! < distances[found[at - 1]!]!; at--) found[at] = found[at - 1]!;
    found[at] = i;
  }
  return found;
}

/** What part of a prediction each neighbour makes up; they sum to 1. */
function sharesOf(distances: number[], weights: "distance" | "uniform"): number[] {
  const equal = weights === "uniform" || distances.includes(0);
  const raw = equal
    ? distances.map((distance) => weights === "uniform" || distance === 0 ? 1 : 0)
    : distances.map((distance) => 1 / distance);
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}
