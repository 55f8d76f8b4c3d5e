import { type BlockOptions, blocksOf } from "lib/loaders/splits/block_split.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import type { FoldOptions } from "lib/loaders/splits/k_fold.ts";
import type { TrainTest } from "lib/types.ts";

/**
 * Divides rows into folds of whole contiguous blocks; the last block may be shorter.
 *
 * @throws {RangeError} when there are fewer than 2 folds or fewer blocks than folds
 */
export function blockKFold(count: number, options: BlockOptions & FoldOptions = {}): TrainTest[] {
  return groupKFold(blocksOf(count, options), options);
}
