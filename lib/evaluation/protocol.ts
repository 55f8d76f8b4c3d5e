import type { BlockOptions } from "lib/loaders/splits/block_split.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import { groupRunFolds } from "lib/loaders/splits/group_run_folds.ts";
import { originalSplit, type SplitOptions } from "lib/loaders/splits/original_split.ts";
import {
  type RepeatedFoldOptions,
  repeatedGroupKFold,
} from "lib/loaders/splits/repeated_group_k_fold.ts";
import { unseenChannelSplit } from "lib/loaders/splits/unseen_channel_split.ts";
import type { BootstrapOptions } from "lib/metrics/bootstrap.ts";
import type { Split, TrainTest, Video } from "lib/types.ts";

/** Sizes of divisions and resamples; `seed` is that of every division. */
export interface ProtocolOptions extends SplitOptions, BlockOptions, RepeatedFoldOptions {
  /** Bootstrap resamples of an interval. @default 1000 */
  resamples?: number;
  /** Seed of the resamples, an integer in 0..2^32-1. @default 1 */
  bootstrapSeed?: number;
}

/** One division in three, and how intervals over its sides are drawn. */
export interface SplitProtocol {
  /** As in `SavedPredictions.protocol`: "random split", "channels" or "blocks of 100 rows". */
  readonly name: string;
  readonly split: Split;
  /** Each side's options for `evaluate`, `pairedDifference` and `compareAll`. */
  readonly bootstrap: Readonly<Record<keyof Split, BootstrapOptions>>;
}

/** Divisions for cross-validation, and how intervals over their predictions are drawn. */
export interface FoldProtocol {
  /** Such as "3 times 5 folds of channels". */
  readonly name: string;
  /** The folds of each repeat, for `crossValidateRepeats`. */
  readonly repeats: readonly (readonly TrainTest[])[];
  /** For the predictions of all repeats, one repeat after the other. */
  readonly bootstrap: BootstrapOptions;
}

/** Every way in which a model is evaluated. */
export interface EvaluationProtocol {
  /** The original study's division: further videos of channels that a model knows. */
  readonly random: SplitProtocol;
  /** Channels, or blocks of rows where none are named, that a model has not seen. */
  readonly unseen: SplitProtocol;
  /** As `unseen`, with every video tested once a repeat. */
  readonly folds: FoldProtocol;
  /** Each video's channel or block. */
  readonly groups: readonly string[];
  /** "channels", or such as "blocks of 100 rows". */
  readonly groupName: string;
}

/**
 * Divides videos in the three ways in which every model is evaluated.
 *
 * Intervals over the random split draw videos, and speak of further videos of the same channels;
 * the others draw whole groups, expanded since there are few, and speak of further channels.
 *
 * @throws {RangeError} when only some videos name their channel, there are too few groups or an
 * option is out of range
 */
export function evaluationProtocol(
  videos: readonly Video[],
  options: ProtocolOptions = {},
): EvaluationProtocol {
  const { folds = 5, repeats = 3, resamples = 1000, bootstrapSeed = 1 } = options;
  const unseen = unseenChannelSplit(videos, options);
  const groups = unseen.groups.map(String);
  const drawn = { seed: bootstrapSeed, resamples };
  return {
    random: splitProtocol(originalSplit(videos.length, options), { name: "random split", drawn }),
    unseen: splitProtocol(unseen.split, { name: unseen.name, drawn, groups }),
    folds: {
      name: `${repeats} times ${folds} folds of ${unseen.name}`,
      repeats: repeatedGroupKFold(groups, options),
      bootstrap: {
        ...drawn,
        expanded: true,
        groups: Array.from({ length: repeats }, () => groups).flat(),
      },
    },
    groups,
    groupName: unseen.name,
  };
}

function splitProtocol(
  split: Split,
  { name, drawn, groups }: { name: string; drawn: BootstrapOptions; groups?: readonly string[] },
): SplitProtocol {
  const of = (side: keyof Split): BootstrapOptions =>
    groups ? { ...drawn, expanded: true, groups: split[side].map((row) => groups[row]!) } : drawn;
  return {
    name,
    split,
    bootstrap: { train: of("train"), validation: of("validation"), test: of("test") },
  };
}

/** Rows that may be learned from, and what they belong to. */
export interface LearningRows {
  /** All but the random split's test side, which stays unopened; ascending. */
  readonly rows: readonly number[];
  /** Each row's channel, or its block of the whole data where channels are unknown. */
  readonly groups: readonly string[];
  /** "channels", or such as "blocks of 100 rows". */
  readonly groupName: string;
  /** The random split's training and validation side, as positions in `rows`. */
  readonly randomFold: TrainTest;
}

/** Leaves out the random split's test side. */
export function learningRows(videos: readonly Video[]): LearningRows {
  const { train, validation } = originalSplit(videos.length);
  const rows = [...train, ...validation].sort((a, b) => a - b);
  const positions = new Map(rows.map((row, position) => [row, position]));
  const { groups, name } = unseenChannelSplit(videos);
  const positionsOf = (side: readonly number[]) => side.map((row) => positions.get(row)!);
  return {
    rows,
    groups: rows.map((row) => String(groups[row]!)),
    groupName: name,
    randomFold: { train: positionsOf(train), test: positionsOf(validation) },
  };
}

/** Folds whose test sides are predicted by a model that was fitted on their training sides. */
export interface HeldOutProtocol {
  /** "random split", "channels" or "blocks of 100 rows, neighbours unseen too". */
  readonly name: string;
  readonly folds: readonly TrainTest[];
  /** Each row's group, where whole groups are kept apart. */
  readonly groups?: readonly string[];
}

/** Folds of whole groups by which intervals for unseen ones are calibrated. */
export const UNSEEN_FOLDS = 5;

/**
 * Two ways to predict videos that a model has not seen, before the test side is opened: the random
 * split's validation side, and whole groups kept apart in folds.
 *
 * Where blocks of rows stand in for channels, folds are runs of blocks, and the block on either side
 * of a run is left out too: a channel that reaches over a block's edge would be learned from and then
 * asked, and intervals would come out too narrow.
 *
 * @throws {RangeError} when there are too few groups
 */
export function heldOutProtocols(
  { groups, groupName, randomFold }: Omit<LearningRows, "rows">,
): Readonly<Record<"random" | "unseen", HeldOutProtocol>> {
  const unseen = groupName === "channels"
    ? { name: groupName, folds: groupKFold(groups, { folds: UNSEEN_FOLDS }) }
    : {
      name: `${groupName}, neighbours unseen too`,
      folds: groupRunFolds(groups, { folds: UNSEEN_FOLDS, gap: 1 }),
    };
  return {
    random: { name: "random split", folds: [randomFold] },
    unseen: { ...unseen, groups },
  };
}
