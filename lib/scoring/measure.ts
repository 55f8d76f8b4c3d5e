import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { type Fold, type HeldOut, holdOut, type HoldOutOptions } from "lib/scoring/held_out.ts";
import type { KnownVideos } from "lib/scoring/known_videos.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Folds of whole groups by which intervals for unseen ones are calibrated. */
export const FOLDS = 5;

type Protocol = Omit<HoldOutOptions, "predict">;

/** The random split's validation side, and whole groups kept apart in folds. */
export function protocolsOf(
  { groups, groupsName, randomFold }: KnownVideos,
): readonly [Protocol, Protocol] {
  return [
    { protocol: "random split", folds: [randomFold] },
    { protocol: groupsName, folds: groupKFold(groups, { folds: FOLDS }), groups },
  ];
}

/** What `measure` asks. */
export interface MeasureOptions {
  readonly protocols: readonly [Protocol, Protocol];
  /** Scores [M, K] of a fold's rows to predict by a model fitted on its others. */
  readonly predict: (fold: Fold) => Promise<DenseMatrix>;
}

/** Held-out predictions under both protocols. */
export async function measure(
  { videos }: Pick<KnownVideos, "videos">,
  { protocols: [random, unseen], predict }: MeasureOptions,
): Promise<[HeldOut, HeldOut]> {
  return [
    await holdOut(videos, { ...random, predict }),
    await holdOut(videos, { ...unseen, predict }),
  ];
}
