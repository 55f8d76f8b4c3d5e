/** How long a run of rows that stays together is. */
export interface BlockOptions {
  /** Rows a block; the last one may be shorter. @default 100 */
  blockLength?: number;
}

/**
 * Numbers the block of each row: `floor(row / blockLength)`.
 *
 * Blocks stand in for channels where rows are ordered by a channel that no column names: split by
 * whole blocks, only rows at a block's edge have neighbours on another side.
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
