import { groupSplit } from "lib/loaders/splits/group_split.ts";
import type { SplitOptions } from "lib/loaders/splits/original_split.ts";
import type { Split } from "lib/types.ts";

/** How long a run of rows that stays together is. */
export interface BlockOptions {
  /** Rows a block; the last one may be shorter. @default 100 */
  blockLength?: number;
}

/**
 * Divides rows so that each contiguous block stays on one side.
 *
 * It stands in for `groupSplit` where rows are ordered by a channel that no column names: only
 * rows at a block's edge then have neighbours on another side.
 *
 * @throws {RangeError} when there are too few blocks for three sides
 */
export function blockSplit(count: number, options: BlockOptions & SplitOptions = {}): Split {
  return groupSplit(blocksOf(count, options), options);
}

/**
 * Numbers the block of each row: `floor(row / blockLength)`.
 *
 * @throws {RangeError} when the length is not a positive integer
 */
export function blocksOf(count: number, { blockLength = 100 }: BlockOptions = {}): number[] {
  if (!Number.isInteger(blockLength) || blockLength < 1) {
    throw new RangeError(
      `Cannot form blocks: expected a block length of 1 row or more, got ${blockLength}`,
    );
  }
  return Array.from({ length: count }, (_, row) => Math.floor(row / blockLength));
}
