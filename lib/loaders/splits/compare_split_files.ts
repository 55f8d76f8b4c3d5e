import { join } from "node:path";
import { exists } from "lib/files.ts";
import { readDataset } from "lib/loaders/dataset/dataset.ts";
import { DATASET_FILES } from "lib/loaders/dataset/dataset_columns.ts";
import type { Split, Video } from "lib/types.ts";

/** How one side of a split compares with its file. */
export interface SideComparison {
  readonly side: keyof Split;
  readonly file: string;
  readonly rows: number;
  readonly rowsInFile: number;
  /** Rows at which both hold the same video. */
  readonly sameVideoAtSameRow: number;
}

/**
 * Compares a split with the `train_set.csv`, `validation_set.csv` and `test_set.csv` of a folder,
 * row by row in order; sides whose file is not there are left out.
 *
 * @throws {DatasetError} when a file has problems
 */
export async function compareSplitFiles(
  folder: string,
  { videos, split }: { videos: readonly Video[]; split: Split },
): Promise<SideComparison[]> {
  const comparisons: SideComparison[] = [];
  for (const side of ["train", "validation", "test"] as const) {
    const file = DATASET_FILES[side];
    if (!await exists(join(folder, file))) continue;
    const recorded = await readDataset(join(folder, file));
    const same = split[side].filter((row, at) => videos[row]!.videoId === recorded[at]?.videoId);
    comparisons.push({
      side,
      file,
      rows: split[side].length,
      rowsInFile: recorded.length,
      sameVideoAtSameRow: same.length,
    });
  }
  return comparisons;
}
