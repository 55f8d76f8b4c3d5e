import type { ChannelHistory } from "lib/heads/history/channel_history.ts";
import { crossValidate } from "lib/heads/cross_validate.ts";
import { fitChannelHistory } from "lib/heads/history/fit_channel_history.ts";
import { fitKnown } from "lib/heads/fit_known.ts";
import type { FittedHead, Head } from "lib/heads/head.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { predictedTargets, type Target, targetMatrix } from "lib/targets.ts";
import type { DenseMatrix, Features, Prediction, Video } from "lib/types.ts";

/** What `fitHistory` learns from, and whether videos of a channel are compared. */
export interface HistoryFitting {
  readonly videos: readonly Video[];
  /** The channel of each video, or the block that stands for it. */
  readonly groups: readonly (string | number)[];
  /** What the head reads, and videos are compared by [N, D]. */
  readonly features: Features;
  /** Whether what a model missed of a past video speaks more for videos with like features. */
  readonly likeness: boolean;
  /** Folds of whole groups in which residuals are made. @default 5 */
  readonly folds?: number;
  /** Seed of the folds. @default 42 */
  readonly seed?: number;
  /** What is learned and predicted. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/** A model of new videos, and of what a channel's past adds to it. */
export interface FittedHistory {
  readonly head: FittedHead;
  readonly history: ChannelHistory;
}

/**
 * Fits a head on all videos, and a channel's history on what the head misses of channels that it was
 * fitted without.
 *
 * @throws {RangeError} when there are fewer groups than folds
 * @throws {TypeError} when videos, groups and features differ in number
 */
export async function fitHistory(head: Head, fitting: HistoryFitting): Promise<FittedHistory> {
  const { videos, groups, features, likeness, targets, ...options } = fitting;
  const folds = groupKFold(groups, options);
  const unseen = await crossValidate(head, { features, videos, folds, targets });
  const training = { residuals: residualsOf(unseen), groups };
  return {
    head: await fitKnown(head, { features, targets: targetMatrix(videos, targets) }),
    history: fitChannelHistory(likeness ? { ...training, features } : training),
  };
}

/** Actual less predicted [N, K] in the order of the targets' names, NaN where one is not known. */
export function residualsOf(
  predictions: readonly Pick<Prediction, "predicted" | "actual">[],
  targets: readonly string[] = predictedTargets(predictions),
): DenseMatrix {
  const data = Float64Array.from(
    predictions.flatMap(({ predicted, actual }) =>
      targets.map((target) => (actual[target] ?? NaN) - (predicted[target] ?? NaN))
    ),
  );
  return { kind: "dense", rows: predictions.length, columns: targets.length, data };
}
