import { type ChannelHistory, restoreChannelHistory } from "lib/heads/history/channel_history.ts";
import { fitChannelHistory } from "lib/heads/history/fit_channel_history.ts";
import { residualsOf } from "lib/evaluation/history/fit_history.ts";
import {
  type HeldOut,
  type HeldOutFacts,
  heldOutFacts,
  holdOut,
  type HoldOutOptions,
} from "lib/scoring/held_out.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { groupRunFolds } from "lib/loaders/splits/group_run_folds.ts";
import type { KnownVideos } from "lib/scoring/known_videos.ts";
import type { DenseMatrix, TrainTest } from "lib/types.ts";

/** What a model is worth on known videos that it has not seen, in numbers that can be kept. */
export interface Measured {
  readonly facts: readonly HeldOutFacts[];
  /** Predictions on the random split's validation side. */
  readonly random: HeldOut;
  /** Predictions of all known videos, each by a model that has not seen its group. */
  readonly unseen: HeldOut;
  /** How far what the model misses is shared by a group's videos. */
  readonly history: ChannelHistory["variances"];
}

/** Folds of whole groups by which intervals for unseen ones are calibrated. */
export const FOLDS = 5;

type Protocol = Omit<HoldOutOptions, "predict">;

/**
 * The random split's validation side, and whole groups kept apart in folds.
 *
 * Where blocks of rows stand in for channels, the blocks beside those of a fold are left out too: a
 * channel that reaches over a block's edge would be learned from and then asked.
 */
export function protocolsOf(
  { groups, groupsName, randomFold }: KnownVideos,
): readonly [Protocol, Protocol] {
  const unseen = groupsName === "channels"
    ? { protocol: groupsName, folds: groupKFold(groups, { folds: FOLDS }) }
    : {
      protocol: `${groupsName}, neighbours unseen too`,
      folds: groupRunFolds(groups, { folds: FOLDS, gap: 1 }),
    };
  return [{ protocol: "random split", folds: [randomFold] }, { ...unseen, groups }];
}

/** What `measureModel` asks. */
export interface MeasureOptions {
  readonly protocols: readonly [Protocol, Protocol];
  /** Scores [M, K] of a fold's rows to predict by a model fitted on its others. */
  readonly predict: (fold: TrainTest) => Promise<DenseMatrix>;
}

/** Measures a model under both protocols. */
export async function measureModel(
  { videos }: Pick<KnownVideos, "videos">,
  { protocols, predict }: MeasureOptions,
): Promise<Measured> {
  const random = await holdOut(videos, { ...protocols[0], predict });
  const unseen = await holdOut(videos, { ...protocols[1], predict });
  const residuals = residualsOf(unseen.predictions);
  const { variances } = fitChannelHistory({ residuals, groups: unseen.groups! });
  return { facts: [random, unseen].map(heldOutFacts), random, unseen, history: variances };
}

/** What `Measured.history` was taken from. */
export function historyOf({ history }: Pick<Measured, "history">): ChannelHistory {
  return restoreChannelHistory(history, {});
}
