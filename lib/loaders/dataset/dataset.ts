import { join } from "node:path";
import { exists } from "lib/files.ts";
import { readCsvTable } from "lib/loaders/dataset/csv_table.ts";
import { DATASET_FILES } from "lib/loaders/dataset/dataset_columns.ts";
import { DatasetError } from "lib/loaders/dataset/dataset_error.ts";
import { mergeVideos } from "lib/loaders/dataset/merge_videos.ts";
import { readVideoRows, type VideoRows } from "lib/loaders/dataset/video_rows.ts";
import { checkTargets } from "lib/loaders/dataset/check_targets.ts";
import { DEFAULT_TARGETS, type Target } from "lib/targets.ts";
import type { Video } from "lib/types.ts";

/** What a data set is read as. */
export interface DatasetOptions {
  /** What is to be predicted, a column each. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/**
 * Reads one data set file, in its own order; `Video.row` is the index column's value.
 *
 * Needed columns: `video_id`, each target's (read as its share of its range; `virality_score_%` and
 * `engagement_score_%` where nothing else is said) and `transcript`. Optional: `channel_id`, `title`, `published_at` and, all or none, `views`,
 * `likes`, `comments`, `subscribers`, `day0_views`, `day0_subscribers`. A first column of any other
 * name is the index; without one `Video.row` is the record's position. Other columns are ignored.
 *
 * @throws {DatasetError} naming every problem by file, row and value
 * @throws {RangeError} when the targets cannot be told apart or rescaled
 */
export async function readDataset(path: string, options: DatasetOptions = {}): Promise<Video[]> {
  const { videos, problems } = await readFile(path, options);
  if (problems.length > 0) throw new DatasetError(path, problems);
  return [...videos];
}

/**
 * Reads the files of a data set's folder as one list; `Video.row` is the position in it.
 *
 * It takes `videos_and_scores.csv`, `train_set.csv`, `validation_set.csv` and `test_set.csv`,
 * whichever exist, in the order of their index columns.
 *
 * @throws {Deno.errors.NotFound} when none of the files is there
 * @throws {DatasetError} naming every problem of every file, or what they contradict each other in
 * @throws {RangeError} when the targets cannot be told apart or rescaled
 */
export async function loadDataset(folder: string, options: DatasetOptions = {}): Promise<Video[]> {
  const names = Object.values(DATASET_FILES);
  const paths: string[] = [];
  for (const path of names.map((name) => join(folder, name))) {
    if (await exists(path)) paths.push(path);
  }
  if (paths.length === 0) {
    throw new Deno.errors.NotFound(
      `Cannot load a data set: expected ${
        names.join(", ")
      } or some of them in ${folder}, found none`,
    );
  }
  const files = await Promise.all(paths.map((path) => readFile(path, options)));
  const problems = files.flatMap((file) => file.problems);
  if (problems.length > 0) throw new DatasetError(folder, problems);
  const merged = mergeVideos(files);
  if (merged.problems.length > 0) throw new DatasetError(folder, merged.problems);
  return merged.videos;
}

async function readFile(
  path: string,
  { targets = DEFAULT_TARGETS }: DatasetOptions,
): Promise<VideoRows> {
  checkTargets(targets);
  return readVideoRows(await readCsvTable(path), targets);
}
