import type { HeldOutProtocol } from "lib/evaluation/protocol.ts";
import { fitAndPredict } from "lib/heads/fit_and_predict.ts";
import { mean } from "lib/heads/mean.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { kFold } from "lib/loaders/splits/k_fold.ts";
import { averagedMse } from "lib/metrics/averaged_mse.ts";
import { fitConformal } from "lib/metrics/conformal.ts";
import { predictedTargets, predictionsOf, targetMatrix } from "lib/targets.ts";
import type { Prediction, Scores, TrainTest, Video } from "lib/types.ts";

/** Predictions of videos by models that were not fitted on them. */
export interface HeldOut {
  /** `HeldOutProtocol.name`. */
  readonly protocol: string;
  readonly predictions: readonly Prediction[];
  /** The training mean's predictions of the same videos. */
  readonly baseline: readonly Prediction[];
  /** Each video's group, where whole groups were kept apart. */
  readonly groups?: readonly string[];
}

export interface HoldOutOptions {
  readonly protocol: HeldOutProtocol;
  /** Scores in 0..1 of a fold's test side by a model fitted on its training side. */
  readonly predict: (fold: TrainTest) => Promise<readonly Scores[]>;
}

/** Predicts each fold's videos by a model that has not seen them; fold by fold, so in their order. */
export async function holdOut(
  videos: readonly Video[],
  { protocol: { name, folds, groups }, predict }: HoldOutOptions,
): Promise<HeldOut> {
  const predictions: Prediction[] = [];
  const baseline: Prediction[] = [];
  const features = targetMatrix(videos); // which the mean does not look at
  for (const fold of folds) {
    const tested = fold.test.map((row) => videos[row]!);
    predictions.push(...predictionsOf(tested, await predict(fold)));
    const trial = { features, videos, fitOn: fold.train, predictOn: fold.test };
    baseline.push(...await fitAndPredict(mean(), trial));
  }
  const rows = folds.flatMap(({ test }) => test);
  return {
    protocol: name,
    predictions,
    baseline,
    ...(groups && { groups: rows.map((row) => groups[row]!) }),
  };
}

/** Errors of `HeldOut.predictions`, squared, of scores in 0..1. */
export interface HeldOutFacts {
  readonly protocol: string;
  readonly videos: number;
  /** Groups that were kept apart, if any. */
  readonly groups?: number;
  /** Mean squared error, averaged over the targets. */
  readonly mse: number;
  /** The training mean's. */
  readonly meanMse: number;
  /** Share of scores inside 90% intervals that were calibrated on other videos (and groups). */
  readonly covered: number;
}

/** Sums up held-out predictions. */
export function heldOutFacts({ protocol, predictions, baseline, groups }: HeldOut): HeldOutFacts {
  return {
    protocol,
    videos: predictions.length,
    ...(groups && { groups: new Set(groups).size }),
    mse: averagedMse(predictions),
    meanMse: averagedMse(baseline),
    covered: crossCoverage(predictions, groups),
  };
}

/** Coverage of 90% intervals by folds: each fold's are calibrated on all others. */
function crossCoverage(predictions: readonly Prediction[], groups?: readonly string[]): number {
  const folds = groups ? groupKFold(groups) : kFold(predictions.length);
  const targets = predictedTargets(predictions);
  let [covered, known] = [0, 0];
  for (const { train, test } of folds) {
    const intervals = fitConformal(train.map((row) => predictions[row]!), {
      groups: groups && train.map((row) => groups[row]!),
    });
    for (const row of test) {
      const { predicted, actual } = predictions[row]!;
      const ranges = intervals.interval(predicted);
      for (const target of targets) {
        const [{ low, high }, score] = [ranges[target]!, actual[target]];
        if (score === undefined) continue;
        known++;
        if (low <= score && score <= high) covered++;
      }
    }
  }
  return covered / known;
}
