import { dateRule, textRule, videoIdRule } from "lib/loaders/dataset/cell_rules.ts";
import { createColumnReader } from "lib/loaders/dataset/column_reader.ts";
import { type CsvTable, readCsvTable } from "lib/loaders/dataset/csv_table.ts";
import { DatasetError, type DatasetProblem } from "lib/loaders/dataset/dataset_error.ts";
import { headerProblems } from "lib/loaders/dataset/_header_problems.ts";
import { readScores } from "lib/loaders/dataset/read_scores.ts";
import { findSwallowedRows } from "lib/loaders/dataset/swallowed_rows.ts";
import { DEFAULT_TARGETS, type Target } from "lib/targets.ts";
import type { Video } from "lib/types.ts";

/** A channel's earlier video: its scores, and whatever else is known. */
export type PastVideo =
  & Pick<Video, "scores" | "publishedAt">
  & Partial<Pick<Video, "videoId" | "transcript">>;

/** What `readHistory` reads. */
export interface HistoryOptions {
  /** @default virality and engagement */
  readonly targets?: readonly Target[];
}

/**
 * Reads one channel's past videos from a CSV file, in order of publication where every row has a date
 * and in the file's order elsewhere.
 *
 * Needed columns: each target's (read as its share of its range), `virality_score_%` and
 * `engagement_score_%` where nothing else is said. Optional, cells too: `video_id`, `transcript` and
 * `published_at`. Other columns are ignored: scores cannot be made from counts alone, since the data
 * set's range of raw scores is not among them.
 *
 * @throws {Deno.errors.NotFound} when the file is not there
 * @throws {DatasetError} naming every problem by file, row and value, or that there is no video
 */
export async function readHistory(
  path: string,
  { targets = DEFAULT_TARGETS }: HistoryOptions = {},
): Promise<PastVideo[]> {
  const table = await readCsvTable(path);
  const needed = targets.map(({ column }) => column);
  const header = [...table.problems, ...headerProblems(table, needed)];
  if (header.length > 0) throw new DatasetError(path, header);
  const { videos, problems } = readPastVideos(table, targets);
  const swallowed = table.columns.includes("video_id") ? findSwallowedRows(table, targets) : [];
  const all = [...problems, ...swallowed].sort((a, b) => a.row - b.row);
  if (all.length > 0) throw new DatasetError(path, all);
  if (videos.length === 0) throw new DatasetError(path, [noVideo(table)]);
  return videos.every(({ publishedAt }) => publishedAt !== undefined)
    ? videos.toSorted((a, b) => Date.parse(a.publishedAt!) - Date.parse(b.publishedAt!))
    : videos;
}

function readPastVideos(table: CsvTable, targets: readonly Target[]) {
  const reader = createColumnReader(table);
  const scores = readScores(reader, targets);
  const ids = reader.optional("video_id", videoIdRule);
  const transcripts = reader.optional("transcript", textRule);
  const dates = reader.optional("published_at", dateRule);
  reportRepeats(ids, reader.report);
  const videos = table.records.flatMap((_, i): PastVideo[] => {
    const known = scores(i);
    if (!known) return [];
    return [{
      scores: known,
      ...(ids[i] !== undefined && { videoId: ids[i] }),
      ...(transcripts[i] !== undefined && { transcript: transcripts[i] }),
      ...(dates[i] !== undefined && { publishedAt: dates[i] }),
    }];
  });
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
