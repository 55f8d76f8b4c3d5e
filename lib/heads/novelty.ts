import type { Features } from "lib/types.ts";
import { checkPrediction } from "./_guards.ts";
import { squaredDistances } from "./_pairwise.ts";

/** By what rows are grouped, and which items count as far. */
export interface NoveltyOptions {
  /**
   * Each training row's group, such as its channel; its own distance is then to the nearest row of
   * another group, as it is for a video of a new one. @default each row its own
   */
  groups?: readonly (string | number)[];
  /** Share of training rows that count as near, above 0 and below 1. @default 0.95 */
  level?: number;
  /** `FittedNovelty.distances` of an earlier fit on the same rows, to spare their computation. */
  distances?: Float64Array;
}

/** How far an item lies from everything a model was fitted on. */
export interface Novelty {
  /** Euclidean distance to the nearest training row. */
  readonly distance: number;
  /** Share of training rows whose own distance is smaller, 0..1. */
  readonly percentile: number;
  /** Whether a prediction for it should not be trusted: the percentile is above the level. */
  readonly far: boolean;
  /** The same in a sentence. */
  readonly statement: string;
}

/** Training rows and how far they lie from each other. */
export interface FittedNovelty {
  /** Each training row's distance to its nearest other one, ascending [N]. */
  readonly distances: Float64Array;
  /** Judges M rows of features. */
  judge(items: Features): Novelty[];
}

/**
 * Learns how far training rows lie from each other, so as to tell which items are farther away from
 * them than they are: of such items a model fitted on them knows nothing.
 *
 * After the nearest-neighbour data description of Tax (2001) and Knorr and Ng's distance-based
 * outliers (1998). Ignores whether the model is any good near its training rows; see `fitConformal`
 * for that. Compares each row with all others, N² D operations.
 *
 * @throws {RangeError} when there are fewer than two rows or groups, or the level is out of range
 * @throws {TypeError} when a value is not finite or there is not one group a row
 */
export function fitNovelty(
  training: Features,
  { groups, level = 0.95, distances: known }: NoveltyOptions = {},
): FittedNovelty {
  const owners = groups ?? Array.from({ length: training.rows }, (_, row) => row);
  checkNoveltyInput(training, { owners, level });
  const distances = known ?? ownDistances(training, owners);
  return {
    distances,
    judge: (items) => {
      checkPrediction("novelty", items, training.columns);
      return Array.from({ length: items.rows }, (_, row) => {
        const squares = squaredDistances(items, row, training);
        return judgement(Math.sqrt(smallest(squares, () => true)), { distances, level });
      });
    },
  };
}

/** Each row's distance to the nearest row of another owner, ascending. */
function ownDistances(training: Features, owners: readonly (string | number)[]): Float64Array {
  return Float64Array.from(owners, (owner, row) => {
    const squares = squaredDistances(training, row, training);
    return Math.sqrt(smallest(squares, (other) => owners[other] !== owner));
  }).sort();
}

function smallest(squares: Float64Array, counts: (position: number) => boolean): number {
  let least = Infinity;
  for (let i = 0; i < squares.length; i++) {
    if (squares[i]! < least && counts(i)) least = squares[i]!;
  }
  return least;
}

function judgement(
  distance: number,
  { distances, level }: { distances: Float64Array; level: number },
): Novelty {
  const nearer = distances.findIndex((other) => other >= distance);
  const percentile = (nearer < 0 ? distances.length : nearer) / distances.length;
  const far = percentile > level;
  const share = `${Math.floor(100 * percentile)}%`;
  const statement = far
    ? `Far from the training data: ${share} of the known videos have a nearer neighbour among them, ` +
      `so the prediction should not be trusted`
    : `Within the training data: ${share} of the known videos have a nearer neighbour among them`;
  return { distance, percentile, far, statement };
}

function checkNoveltyInput(
  training: Features,
  { owners, level }: { owners: readonly (string | number)[]; level: number },
): void {
  const task = "Cannot fit novelty:";
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`${task} level expected between 0 and 1, got ${level}`);
  }
  if (owners.length !== training.rows) {
    throw new TypeError(
      `${task} expected a group for each of ${training.rows} rows, got ${owners.length}`,
    );
  }
  const count = new Set(owners).size;
  if (count < 2) {
    throw new RangeError(`${task} expected at least two rows or groups, got ${count}`);
  }
  checkPrediction("novelty", training, training.columns);
}
