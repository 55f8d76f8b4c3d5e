import { mean } from "lib/heads/mean.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { kFold } from "lib/loaders/splits/k_fold.ts";
import { averagedMse } from "lib/metrics/averaged_mse.ts";
import { fitConformal } from "lib/metrics/conformal.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { predictionsOf, scoresOf, targetMatrix, TARGETS } from "lib/targets.ts";
import type { DenseMatrix, Prediction, TrainTest, Video } from "lib/types.ts";

/** What a model said of known videos that it was not fitted on. */
export interface HeldOut {
  /** What was kept apart: "random split", "channels". */
  readonly protocol: string;
  readonly predictions: readonly Prediction[];
  /** What the training mean said of the same videos. */
  readonly baseline: readonly Prediction[];
  /** What each video belongs to, where whole groups were kept apart. */
  readonly groups?: readonly string[];
}

/** How well a model did on `HeldOut.predictions`; errors are squared, scores in 0..1. */
export interface HeldOutFacts {
  readonly protocol: string;
  readonly videos: number;
  /** Groups that were kept apart, if any. */
  readonly groups?: number;
  /** Mean squared error, both targets averaged. */
  readonly mse: number;
  /** The training mean's. */
  readonly meanMse: number;
  /** Share of scores inside 90% intervals that were calibrated on other videos (and groups). */
  readonly covered: number;
}

/** What `holdOut` keeps apart. */
export interface HoldOutOptions {
  readonly protocol: string;
  readonly folds: readonly TrainTest[];
  /** One a video. */
  readonly groups?: readonly string[];
  /** Scores [M, K] of the rows to predict by a model fitted on the others. */
  readonly predict: (fold: TrainTest) => Promise<DenseMatrix>;
}

/** Predicts the videos of each fold by a model that has not seen them, fold by fold. */
export async function holdOut(
  videos: readonly Video[],
  { protocol, folds, groups, predict }: HoldOutOptions,
): Promise<HeldOut> {
  const predictions: Prediction[] = [];
  const baseline: Prediction[] = [];
  for (const fold of folds) {
    const tested = fold.test.map((row) => videos[row]!);
    predictions.push(...predictionsOf(tested, scoresOf(await predict(fold))));
    baseline.push(...predictionsOf(tested, scoresOf(await predictMean(videos, fold))));
  }
  const rows = folds.flatMap(({ test }) => test);
  return {
    protocol,
    predictions,
    baseline,
    ...(groups && { groups: rows.map((row) => groups[row]!) }),
  };
}

async function predictMean(
  videos: readonly Video[],
  { train, test }: TrainTest,
): Promise<DenseMatrix> {
  const targets = targetMatrix(videos);
  const fitted = await mean().fit(selectRows(targets, train), selectRows(targets, train));
  return await fitted.predict(selectRows(targets, test));
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
  let covered = 0;
  for (const { train, test } of folds) {
    const intervals = fitConformal(train.map((row) => predictions[row]!), {
      groups: groups && train.map((row) => groups[row]!),
    });
    for (const row of test) {
      const { predicted, actual } = predictions[row]!;
      const ranges = intervals.interval(predicted);
      for (const target of TARGETS) {
        const { low, high } = ranges[target];
        if (low <= actual[target] && actual[target] <= high) covered += 1 / TARGETS.length;
      }
    }
  }
  return covered / predictions.length;
}
