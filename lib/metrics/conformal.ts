import { forTargets, predictedTargets } from "lib/targets.ts";
import type { ByTarget, Prediction, Scores } from "lib/types.ts";

/** What `fitConformal` promises, and what its rows belong to. */
export interface ConformalOptions {
  /** Share of new videos whose score is to lie inside, above 0 and below 1. @default 0.9 */
  level?: number;
  /**
   * Each calibration row's group, such as its channel; the promise is then about a video of a
   * group that is not among them. @default each row its own
   */
  groups?: readonly (string | number)[];
  /**
   * Whether the level is guaranteed for few groups too, at the price of wide intervals.
   * @default true without groups, false with them
   */
  finiteSample?: boolean;
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
  /** What the intervals do not hold for want of calibration groups. */
  readonly note?: string;
  /** The interval around a prediction, clipped to 0..1. */
  interval(predicted: Scores): ByTarget<ScoreRange>;
}

/**
 * Split conformal prediction intervals `predicted ± q`, with q the `ceil((n + 1) level)`-th smallest
 * of n absolute errors on videos that the model was not fitted on (Vovk, Gammerman and Shafer 2005;
 * Lei et al. 2018): a new video's score lies inside with a probability of at least `level`, whatever
 * the model, as long as it is exchangeable with the calibration rows.
 *
 * With K groups, q is the quantile of errors weighted by `1 / K` a group, shared by its rows: the
 * pooled distributions of Dunn, Wasserman and Ramdas (2023). The level then holds for a video of a
 * new group as K grows. `finiteSample` weighs by `1 / (K + 1)` with the rest at infinity (Lee, Barber
 * and Willett 2023): the level holds for any K, which is the formula above where each row is its
 * own. With fewer than `level / (1 - level)` groups that is the whole range. `note` says where
 * either is so.
 *
 * Out-of-fold predictions may calibrate a model fitted on all their rows: more rows make the level
 * steadier. Nothing is guaranteed then, but models that a fold more or less changes little keep the
 * level about (Barber et al. 2021).
 *
 * The promise is about all videos on average: intervals are equally wide for easy and hard ones.
 *
 * A target that is not known of all videos is calibrated on those of which it is.
 *
 * @throws {RangeError} when there are no rows or the level is out of range
 * @throws {TypeError} when a score is not finite or there is not one group a row
 */
export function fitConformal(
  calibration: readonly Prediction[],
  { level = 0.9, groups, finiteSample = groups === undefined }: ConformalOptions = {},
): ConformalIntervals {
  const owners = groups ?? [...calibration.keys()];
  checkCalibration(calibration, { level, owners });
  const targets = predictedTargets(calibration);
  const errors = targets.map((target) => errorsOf(calibration, { target, owners }));
  const halfWidths = forTargets(targets, (_, k) => quantile(errors[k]!, { level, finiteSample }));
  const fewest = Math.min(...errors.map((known) => new Set(known.owners).size));
  return {
    level,
    rows: calibration.length,
    groups: new Set(owners).size,
    halfWidths,
    ...(fewest < leastGroups(level) && {
      note: noteOf(fewest, { level, finiteSample, grouped: groups !== undefined }),
    }),
    interval: (predicted) => intervalAround(predicted, halfWidths),
  };
}

/** The range `predicted ± halfWidths` of each target, clipped to 0..1. */
export function intervalAround(
  predicted: Scores,
  halfWidths: Scores,
): ByTarget<ScoreRange> {
  const clip = (score: number) => Math.min(1, Math.max(0, score));
  return forTargets(Object.keys(halfWidths), (target) => {
    const [score, halfWidth] = [predicted[target] ?? NaN, halfWidths[target] ?? NaN];
    return { low: clip(score - halfWidth), high: clip(score + halfWidth) };
  });
}

/** Absolute errors of one target on the videos of which it is known, and what those belong to. */
interface OwnedErrors {
  readonly values: Float64Array;
  readonly owners: readonly (string | number)[];
}

function errorsOf(
  predictions: readonly Prediction[],
  { target, owners }: { target: string; owners: readonly (string | number)[] },
): OwnedErrors {
  const known = predictions.flatMap(({ predicted, actual }, row) => {
    const truth = actual[target];
    return truth === undefined ? [] : [{ row, error: Math.abs(predicted[target]! - truth) }];
  });
  return {
    values: Float64Array.from(known, ({ error }) => error),
    owners: known.map(({ row }) => owners[row]!),
  };
}

/** What each of K groups weighs, shared evenly by its rows: `1 / (K + 1)` or `1 / K`. */
function weightsOf(
  owners: readonly (string | number)[],
  { finiteSample }: { finiteSample: boolean },
): Float64Array {
  const sizes = new Map<string | number, number>();
  for (const owner of owners) sizes.set(owner, (sizes.get(owner) ?? 0) + 1);
  const parts = sizes.size + (finiteSample ? 1 : 0);
  return Float64Array.from(owners, (owner) => 1 / (sizes.get(owner)! * parts));
}

/** The smallest value at and below which lies a weight of `level`, or infinity. */
function quantile(
  { values, owners }: OwnedErrors,
  { level, finiteSample }: { level: number; finiteSample: boolean },
): number {
  const weights = weightsOf(owners, { finiteSample });
  const ascending = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  let reached = 0;
  const row = ascending.find((row) => (reached += weights[row]!) >= level - 1e-12); // sums round
  return row === undefined ? Infinity : values[row]!;
}

/** How few groups can guarantee the level: the smallest K with `K / (K + 1) >= level`. */
function leastGroups(level: number): number {
  return Math.ceil(level / (1 - level) - 1e-9); // 0.9 / (1 - 0.9) is a little above 9
}

function noteOf(
  count: number,
  { level, finiteSample, grouped }: { level: number; finiteSample: boolean; grouped: boolean },
): string {
  const least = leastGroups(level);
  const needed = grouped
    ? `calibration videos of at least ${least} groups`
    : `at least ${least} calibration videos`;
  return `Intervals that hold at level ${level} need ${needed}, got ${count}: ` +
    (finiteSample ? "they are the whole range of scores" : "the level is approximate");
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
  const targets = predictedTargets(calibration);
  for (const { videoId, predicted, actual } of calibration) {
    const wrong = targets.find((target) =>
      !Number.isFinite((predicted[target] ?? NaN) - (actual[target] ?? 0))
    );
    if (wrong === undefined) continue;
    throw new TypeError(
      `${task} expected finite scores of ${wrong} for video ${videoId}, ` +
        `got ${predicted[wrong]} predicted and ${actual[wrong]} actual`,
    );
  }
}
