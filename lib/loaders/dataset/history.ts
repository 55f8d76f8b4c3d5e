import { dateRule, percentRule, textRule, videoIdRule } from "lib/loaders/dataset/cell_rules.ts";
import { createColumnReader } from "lib/loaders/dataset/column_reader.ts";
import { type CsvTable, readCsvTable } from "lib/loaders/dataset/csv_table.ts";
import { DatasetError, type DatasetProblem } from "lib/loaders/dataset/dataset_error.ts";
import { headerProblems } from "lib/loaders/dataset/_header_problems.ts";
import { findSwallowedRows } from "lib/loaders/dataset/swallowed_rows.ts";
import type { Video } from "lib/types.ts";

/** A channel's earlier video: its scores, and whatever else is known. */
export type PastVideo =
  & Pick<Video, "scores" | "publishedAt">
  & Partial<Pick<Video, "videoId" | "transcript">>;

const SCORE_COLUMNS = ["virality_score_%", "engagement_score_%"] as const;

/**
 * Reads one channel's past videos from a CSV file, in order of publication where every row has a date
 * and in the file's order elsewhere.
 *
 * Needed columns: `virality_score_%` and `engagement_score_%` (0..100, read as 0..1). Optional, cells
 * too: `video_id`, `transcript` and `published_at`. Other columns are ignored: scores cannot be made
 * from counts alone, since the data set's range of raw scores is not among them.
 *
 * @throws {Deno.errors.NotFound} when the file is not there
 * @throws {DatasetError} naming every problem by file, row and value, or that there is no video
 */
export async function readHistory(path: string): Promise<PastVideo[]> {
  const table = await readCsvTable(path);
  const header = [...table.problems, ...headerProblems(table, SCORE_COLUMNS)];
  if (header.length > 0) throw new DatasetError(path, header);
  const { videos, problems } = readPastVideos(table);
  const swallowed = table.columns.includes("video_id") ? findSwallowedRows(table) : [];
  const all = [...problems, ...swallowed].sort((a, b) => a.row - b.row);
  if (all.length > 0) throw new DatasetError(path, all);
  if (videos.length === 0) throw new DatasetError(path, [noVideo(table)]);
  return videos.every(({ publishedAt }) => publishedAt !== undefined)
    ? videos.toSorted((a, b) => Date.parse(a.publishedAt!) - Date.parse(b.publishedAt!))
    : videos;
}

function readPastVideos(table: CsvTable) {
  const reader = createColumnReader(table);
  const virality = reader.required("virality_score_%", percentRule);
  const engagement = reader.required("engagement_score_%", percentRule);
  const ids = reader.optional("video_id", videoIdRule);
  const transcripts = reader.optional("transcript", textRule);
  const dates = reader.optional("published_at", dateRule);
  reportRepeats(ids, reader.report);
  const videos = table.records.map((_, i): PastVideo => ({
    scores: { virality: virality[i] ?? NaN, engagement: engagement[i] ?? NaN },
    ...(ids[i] !== undefined && { videoId: ids[i] }),
    ...(transcripts[i] !== undefined && { transcript: transcripts[i] }),
    ...(dates[i] !== undefined && { publishedAt: dates[i] }),
  }));
  return { videos, problems: reader.problems };
}

/** An id may be missing but may not stand twice. */
function reportRepeats(
  ids: readonly (string | undefined)[],
  report: (position: number, message: string, value: string) => void,
): void {
  ids.forEach((id, i) => {
    if (id !== undefined && ids.indexOf(id) < i) {
      report(i, "video_id: expected each video only once", id);
    }
  });
}

function noVideo({ file, columns }: CsvTable): DatasetProblem {
  return { file, row: 0, message: "expected at least one video", value: columns.join(",") };
}
