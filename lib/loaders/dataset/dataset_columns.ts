import type { Target } from "lib/targets.ts";
import type { Counts } from "lib/types.ts";

/** Columns that every file of a data set with these targets has. */
export function requiredColumns(targets: readonly Target[]): string[] {
  return ["video_id", ...targets.map(({ column }) => column), "transcript"];
}

/** Text columns that a file may have. */
export const OPTIONAL_COLUMNS = ["channel_id", "title", "published_at"] as const;

/** Columns of the raw counts, of which a file has all or none. */
export const COUNT_COLUMNS = [
  ["views", "views"],
  ["likes", "likes"],
  ["comments", "comments"],
  ["subscribers", "subscribers"],
  ["day0_views", "day0Views"],
  ["day0_subscribers", "day0Subscribers"],
] as const satisfies readonly (readonly [string, keyof Counts])[];

/** The file with all videos, and the file of each side of the original split. */
export const DATASET_FILES = {
  all: "videos_and_scores.csv",
  train: "train_set.csv",
  validation: "validation_set.csv",
  test: "test_set.csv",
} as const;
