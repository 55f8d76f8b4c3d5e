import { RANDOM_SPLIT } from "lib/evaluation/leaderboard/_group_order.ts";
import type { LeaderboardGroup, LeaderboardRow } from "lib/evaluation/leaderboard/leaderboard.ts";

/** One model where channels are known from training, and where they are not. */
export interface ModelOnBothSplits extends Pick<LeaderboardGroup, "data" | "side"> {
  /** The model's label, marked where either side comes from an older run. */
  readonly model: string;
  /** Under the random split. */
  readonly known: LeaderboardRow;
  /** Under the split that keeps channels, or blocks of rows, apart. */
  readonly unseen: LeaderboardRow;
  /** What the unseen side was kept apart by. */
  readonly protocol: string;
}

/**
 * Sets beside each other what a model reached under the random split and under each other one, for
 * the models that were asked under both on the same data and side, in the order of the random split.
 */
export function bothSplits(groups: readonly LeaderboardGroup[]): ModelOnBothSplits[] {
  const unseenGroups = groups.filter(({ protocol }) => protocol !== RANDOM_SPLIT);
  return groups.filter(({ protocol }) => protocol === RANDOM_SPLIT).flatMap((random) =>
    random.rows.flatMap((known) =>
      unseenGroups.filter(({ data, side }) => data === random.data && side === random.side)
        .flatMap(({ protocol, rows }) => {
          const unseen = rows.find(({ model }) => model === known.model);
          const { data, side } = random;
          if (!unseen) return [];
          const model = unseen.label === unseen.model ? known.label : unseen.label;
          return [{ model, data, side, known, unseen, protocol }];
        })
    )
  );
}
