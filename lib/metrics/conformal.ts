import { TARGETS } from "lib/targets.ts";
import type { Prediction, Scores, Target } from "lib/types.ts";

/** What `fitConformal` promises, and what its rows belong to. */
export interface ConformalOptions {
  /** Share of new videos whose score is to lie inside, above 0 and below 1. @default 0.9 */
  level?: number;
  /**
   * Each calibration row's group, such as its channel; the promise is then about a video of a
   * group that is not among them. @default each row its own
   */
  groups?: readonly (string | number)[];
}

/** Two ends of a range of scores, in 0..1. */
export interface ScoreRange {
  readonly low: number;
  readonly high: number;
}

/** Prediction intervals of one model. */
export interface ConformalIntervals {
  /** Share of new videos whose score lies inside, in 0..1. */
  readonly level: number;
  /** Calibration rows, and the groups they make up. */
  readonly rows: number;
  readonly groups: number;
  /** What is added to both sides of a prediction; `Infinity` where there are too few groups. */
  readonly halfWidths: Scores;
  /** Why the intervals say nothing, where they do. */
  readonly note?: string;
  /** The interval around a prediction, clipped to 0..1. */
  interval(predicted: Scores): Record<Target, ScoreRange>;
}

/**
 * Split conformal prediction intervals `predicted ± q`, with q the `ceil((n + 1) level)`-th smallest
 * of n absolute errors on videos that the model was not fitted on (Vovk, Gammerman and Shafer 2005;
 * Lei et al. 2018): a new video's score lies inside with a probability of at least `level`, whatever
 * the model, as long as it is exchangeable with the calibration rows.
 *
 * With K groups each one's errors share a weight of `1 / (K + 1)`, a weight of `1 / (K + 1)` lies at
 * infinity, and q is the weighted quantile; this holds for a video of a new group (Lee, Barber and
 * Willett 2023, after Dunn, Wasserman and Ramdas 2023) and is the formula above where each row is
 * its own. With fewer than `level / (1 - level)` groups q is infinite, and `note` says so.
 *
 * The promise is about all videos on average: intervals are equally wide for easy and hard ones.
 *
 * @throws {RangeError} when there are no rows or the level is out of range
 * @throws {TypeError} when a score is not finite or there is not one group a row
 */
export function fitConformal(
  calibration: readonly Prediction[],
  { level = 0.9, groups }: ConformalOptions = {},
): ConformalIntervals {
  const owners = groups ?? [...calibration.keys()];
  checkCalibration(calibration, { level, owners });
  const weights = weightsOf(owners);
  const halfWidth = (target: Target) => quantile(errorsOf(calibration, target), { weights, level });
  const halfWidths = { virality: halfWidth("virality"), engagement: halfWidth("engagement") };
  const count = new Set(owners).size;
  return {
    level,
    rows: calibration.length,
    groups: count,
    halfWidths,
    ...(halfWidths.virality === Infinity && { note: noteOf(count, level) }),
    interval: (predicted) => intervalAround(predicted, halfWidths),
  };
}

/** The range `predicted ± halfWidths` of each target, clipped to 0..1. */
export function intervalAround(
  predicted: Scores,
  halfWidths: Scores,
): Record<Target, ScoreRange> {
  const clip = (score: number) => Math.min(1, Math.max(0, score));
  const around = (target: Target) => ({
    low: clip(predicted[target] - halfWidths[target]),
    high: clip(predicted[target] + halfWidths[target]),
  });
  return { virality: around("virality"), engagement: around("engagement") };
}

function errorsOf(predictions: readonly Prediction[], target: Target): Float64Array {
  return Float64Array.from(
    predictions,
    ({ predicted, actual }) => Math.abs(predicted[target] - actual[target]),
  );
}

/** `1 / (K + 1)` for each of K groups, shared evenly by its rows. */
function weightsOf(owners: readonly (string | number)[]): Float64Array {
  const sizes = new Map<string | number, number>();
  for (const owner of owners) sizes.set(owner, (sizes.get(owner) ?? 0) + 1);
  return Float64Array.from(owners, (owner) => 1 / (sizes.get(owner)! * (sizes.size + 1)));
}

/** The smallest value at and below which lies a weight of `level`, or infinity. */
function quantile(
  values: Float64Array,
  { weights, level }: { weights: Float64Array; level: number },
): number {
  const ascending = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  let reached = 0;
  const row = ascending.find((row) => (reached += weights[row]!) >= level - 1e-12); // sums round
  return row === undefined ? Infinity : values[row]!;
}

function noteOf(count: number, level: number): string {
  const needed = Math.ceil(level / (1 - level) - 1e-9);
  return `Intervals at level ${level} need calibration rows of at least ${needed} groups (each row ` +
    `its own where none are given), got ${count}: they are the whole range of scores`;
}

function checkCalibration(
  calibration: readonly Prediction[],
  { level, owners }: { level: number; owners: readonly (string | number)[] },
): void {
  const task = "Cannot calibrate prediction intervals:";
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`${task} level expected between 0 and 1, got ${level}`);
  }
  if (calibration.length === 0) {
    throw new RangeError(`${task} expected at least one prediction, got none`);
  }
  if (owners.length !== calibration.length) {
    throw new TypeError(
      `${task} expected a group for each of ${calibration.length} predictions, got ${owners.length}`,
    );
  }
  for (const { videoId, predicted, actual } of calibration) {
    const wrong = TARGETS.find((target) => !Number.isFinite(predicted[target] - actual[target]));
    if (wrong === undefined) continue;
    throw new TypeError(
      `${task} expected finite scores of ${wrong} for video ${videoId}, ` +
        `got ${predicted[wrong]} predicted and ${actual[wrong]} actual`,
    );
  }
}
