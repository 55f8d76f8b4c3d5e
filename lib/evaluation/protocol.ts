import type { BlockOptions } from "lib/loaders/splits/block_split.ts";
import { originalSplit, type SplitOptions } from "lib/loaders/splits/original_split.ts";
import {
  type RepeatedFoldOptions,
  repeatedGroupKFold,
} from "lib/loaders/splits/repeated_group_k_fold.ts";
import { unseenChannelSplit } from "lib/loaders/splits/unseen_channel_split.ts";
import type { BootstrapOptions } from "lib/metrics/bootstrap.ts";
import type { Split, TrainTest, Video } from "lib/types.ts";

/** How videos are divided and intervals are drawn; `seed` is that of every division. */
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
  /** What groups are, such as "channels". */
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
