import { type BlockOptions, blocksOf } from "lib/loaders/splits/block_split.ts";
import type { Group } from "lib/loaders/splits/_groups.ts";
import { groupSplit } from "lib/loaders/splits/group_split.ts";
import type { SplitOptions } from "lib/loaders/splits/original_split.ts";
import type { Split, Video } from "lib/types.ts";

/** A division that says what to expect on a channel no model has seen. */
export interface UnseenChannelSplit {
  /** What stays together, such as "channels" or "blocks of 100 rows". */
  readonly name: string;
  /** The group of each video; no group stands on two sides. */
  readonly groups: readonly Group[];
  readonly split: Split;
}

/**
 * Keeps each channel on one side, or each block of neighbouring rows where no channel is known.
 *
 * @throws {RangeError} when only some videos name their channel, or there are too few groups
 */
export function unseenChannelSplit(
  videos: readonly Video[],
  options: SplitOptions & BlockOptions = {},
): UnseenChannelSplit {
  const { blockLength = 100 } = options;
  const channels = videos.flatMap(({ channelId }) => channelId === undefined ? [] : [channelId]);
  if (channels.length > 0 && channels.length < videos.length) {
    const missing = videos.find(({ channelId }) => channelId === undefined)!;
    throw new RangeError(
      `Cannot keep channels apart: expected a channel for every video or for none, ` +
        `got ${channels.length} of ${videos.length}; video ${missing.videoId} has none`,
    );
  }
  const known = channels.length > 0;
  const groups = known ? channels : blocksOf(videos.length, { blockLength });
  const name = known ? "channels" : `blocks of ${blockLength} rows`;
  return { name, groups, split: groupSplit(groups, options) };
}
