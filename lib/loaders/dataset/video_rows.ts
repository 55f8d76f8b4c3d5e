import {
  countRule,
  dateRule,
  indexRule,
  textRule,
  videoIdRule,
} from "lib/loaders/dataset/cell_rules.ts";
import { type ColumnReader, createColumnReader } from "lib/loaders/dataset/column_reader.ts";
import type { CsvTable } from "lib/loaders/dataset/csv_table.ts";
import {
  COUNT_COLUMNS,
  OPTIONAL_COLUMNS,
  requiredColumns,
} from "lib/loaders/dataset/dataset_columns.ts";
import type { DatasetProblem } from "lib/loaders/dataset/dataset_error.ts";
import { headerProblems } from "lib/loaders/dataset/_header_problems.ts";
import { readScores } from "lib/loaders/dataset/read_scores.ts";
import { findSwallowedRows } from "lib/loaders/dataset/swallowed_rows.ts";
import type { Target } from "lib/targets.ts";
import type { Counts, Video } from "lib/types.ts";

/** The videos of one file. */
export interface VideoRows {
  readonly file: string;
  /** In the file's order; only the sound ones where there are problems. */
  readonly videos: readonly Video[];
  /** Whether `Video.row` comes from an index column rather than from the record's position. */
  readonly indexed: boolean;
  /** By row. */
  readonly problems: readonly DatasetProblem[];
}

/** Reads a table's rows as videos and lists every cell that breaks its column's rule. */
export function readVideoRows(table: CsvTable, targets: readonly Target[]): VideoRows {
  const { file } = table;
  const required = requiredColumns(targets);
  const header = headerProblems(table, [...required, ...neededCounts(table)]);
  if (table.columns.length === 0 || header.length > 0) {
    return { file, videos: [], indexed: false, problems: [...table.problems, ...header] };
  }
  const reader = createColumnReader(table);
  const index = indexColumn(table, required);
  const videos = readVideos(reader, { index, targets });
  const problems = [...table.problems, ...reader.problems, ...findSwallowedRows(table, targets)]
    .sort((a, b) => a.row - b.row);
  return { file, videos, indexed: index !== undefined, problems };
}

/** A file has all counts or none. */
function neededCounts({ columns }: CsvTable): string[] {
  const counts = COUNT_COLUMNS.map(([name]) => name);
  return counts.some((name) => columns.includes(name)) ? counts : [];
}

/** The first column is the index where its header is none of the known names. */
function indexColumn(
  { columns: [first] }: CsvTable,
  required: readonly string[],
): string | undefined {
  const known: readonly (string | undefined)[] = [
    ...required,
    ...OPTIONAL_COLUMNS,
    ...COUNT_COLUMNS.map(([name]) => name),
  ];
  return known.includes(first) ? undefined : first;
}

function readVideos(
  reader: ColumnReader,
  { index, targets }: { index: string | undefined; targets: readonly Target[] },
): Video[] {
  const ids = reader.unique("video_id", videoIdRule);
  const rows = index === undefined ? ids.map((_, i) => i) : reader.unique(index, indexRule);
  const scoresAt = readScores(reader, targets);
  const transcripts = reader.required("transcript", textRule);
  const optional = readOptional(reader);
  return ids.flatMap((videoId, i) => {
    const row = rows[i];
    const transcript = transcripts[i];
    const scores = scoresAt(i);
    const sound = videoId !== undefined && row !== undefined && transcript !== undefined && scores;
    return sound ? [{ videoId, transcript, scores, row, ...optional(i) }] : [];
  });
}

function readOptional(reader: ColumnReader): (position: number) => Partial<Video> {
  const channels = reader.optional("channel_id", textRule);
  const titles = reader.optional("title", textRule);
  const dates = reader.optional("published_at", dateRule);
  const counts = readCounts(reader);
  return (i) => ({
    ...(channels[i] !== undefined && { channelId: channels[i] }),
    ...(titles[i] !== undefined && { title: titles[i] }),
    ...(dates[i] !== undefined && { publishedAt: dates[i] }),
    ...(counts[i] !== undefined && { counts: counts[i] }),
  });
}

function readCounts(reader: ColumnReader): (Counts | undefined)[] {
  const columns = COUNT_COLUMNS.map(([name, field]) => ({
    name,
    field,
    values: reader.optional(name, countRule),
  }));
  const length = Math.max(...columns.map(({ values }) => values.length));
  return Array.from({ length }, (_, i) => {
    const known = columns.filter(({ values }) => values[i] !== undefined);
    if (known.length === 0) return undefined;
    for (const { name } of columns.filter((column) => !known.includes(column))) {
      reader.report(i, `${name}: expected a count beside the row's other counts`, "");
    }
    return toCounts((field) => columns.find((c) => c.field === field)?.values[i] ?? NaN);
  });
}

function toCounts(count: (field: keyof Counts) => number): Counts {
  return {
    views: count("views"),
    likes: count("likes"),
    comments: count("comments"),
    subscribers: count("subscribers"),
    day0Views: count("day0Views"),
    day0Subscribers: count("day0Subscribers"),
  };
}
