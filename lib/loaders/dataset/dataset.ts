import { join } from "node:path";
import { exists } from "lib/files.ts";
import { readCsvTable } from "lib/loaders/dataset/csv_table.ts";
import { DATASET_FILES } from "lib/loaders/dataset/dataset_columns.ts";
import { DatasetError } from "lib/loaders/dataset/dataset_error.ts";
import { mergeVideos } from "lib/loaders/dataset/merge_videos.ts";
import { readVideoRows, type VideoRows } from "lib/loaders/dataset/video_rows.ts";
import type { Video } from "lib/types.ts";

/**
 * Reads one data set file, in its own order; `Video.row` is the index column's value.
 *
 * Needed columns: `video_id`, `virality_score_%` and `engagement_score_%` (0..100, read as 0..1)
 * and `transcript`. Optional: `channel_id`, `title`, `published_at` and, all or none, `views`,
 * `likes`, `comments`, `subscribers`, `day0_views`, `day0_subscribers`. A first column of any other
 * name is the index; without one `Video.row` is the record's position. Other columns are ignored.
 *
 * @throws {DatasetError} naming every problem by file, row and value
 */
export async function readDataset(path: string): Promise<Video[]> {
  const { videos, problems } = await readFile(path);
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
 */
export async function loadDataset(folder: string): Promise<Video[]> {
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
  const files = await Promise.all(paths.map(readFile));
  const problems = files.flatMap((file) => file.problems);
  if (problems.length > 0) throw new DatasetError(folder, problems);
  const merged = mergeVideos(files);
  if (merged.problems.length > 0) throw new DatasetError(folder, merged.problems);
  return merged.videos;
}

async function readFile(path: string): Promise<VideoRows> {
  return readVideoRows(await readCsvTable(path));
}
