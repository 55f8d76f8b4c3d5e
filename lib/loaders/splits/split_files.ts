import { join } from "node:path";
import pl from "nodejs-polars";
import { writeAtomic } from "lib/files.ts";
import { COUNT_COLUMNS, DATASET_FILES } from "lib/loaders/dataset/dataset_columns.ts";
import { DEFAULT_TARGETS, shareOf, type Target, valueOf } from "lib/targets.ts";
import type { Split, Video } from "lib/types.ts";

/** What `writeSplits` writes. */
export interface SplitFiles {
  readonly videos: readonly Video[];
  readonly split: Split;
  /** @default virality and engagement */
  readonly targets?: readonly Target[];
}

/**
 * Writes a split's sides as `train_set.csv`, `validation_set.csv` and `test_set.csv`, each at once.
 *
 * Columns and order of rows are the original's: `Unnamed: 0` (here `Video.row`), `video_id`,
 * the targets' (`virality_score_%`, `engagement_score_%`), `transcript`; then `channel_id`, `title`,
 * `published_at` and the counts where a video has them. `readDataset` gives the same videos
 * back; a score that no value of its range gives may differ in its last bits.
 *
 * @throws {RangeError} when a side is empty or names a row that is not there
 */
export async function writeSplits(
  folder: string,
  { videos, split, targets = DEFAULT_TARGETS }: SplitFiles,
): Promise<void> {
  const files = (["train", "validation", "test"] as const).map((side) => ({
    path: join(folder, DATASET_FILES[side]),
    content: toCsv(split[side].map((row) => videoAt(videos, row, side)), targets),
  }));
  for (const { path, content } of files) await writeAtomic(path, content);
}

function videoAt(videos: readonly Video[], row: number, side: string): Video {
  const video = videos[row];
  if (!video) {
    throw new RangeError(
      `Cannot write the ${side} side: expected rows in 0..${videos.length - 1}, got ${row}`,
    );
  }
  return video;
}

function toCsv(videos: readonly Video[], targets: readonly Target[]): Uint8Array {
  const columns: [string, (string | undefined)[]][] = [
    ["Unnamed: 0", videos.map(({ row }) => `${row}`)],
    ["video_id", videos.map(({ videoId }) => videoId)],
    ...targets.map((target): [string, (string | undefined)[]] => [
      target.column,
      videos.map(({ scores }) => valueText(scores[target.name], target)),
    ]),
    ["transcript", videos.map(({ transcript }) => transcript)],
    ["channel_id", videos.map(({ channelId }) => channelId)],
    ["title", videos.map(({ title }) => title)],
    ["published_at", videos.map(({ publishedAt }) => publishedAt)],
    ...COUNT_COLUMNS.map(([name, field]): [string, (string | undefined)[]] => [
      name,
      videos.map(({ counts }) => counts && `${counts[field]}`),
    ]),
  ];
  const needed = targets.map(({ column }) => column);
  const filled = columns.filter(([name, cells]) =>
    needed.includes(name) || cells.some((cell) => cell !== undefined)
  );
  const series = filled.map(([name, cells]) =>
    pl.Series(name, cells.map((c) => c ?? null), pl.Utf8)
  );
  return pl.DataFrame(series).writeCSV();
}

/** The shortest value that reads back as exactly this score, else the nearest one. */
function valueText(score: number | undefined, target: Target): string | undefined {
  if (score === undefined) return undefined;
  const value = valueOf(score, target);
  const step = value * 2 ** -53;
  return [-2, -1, 1, 2].map((steps) => value + steps * step)
    .filter((candidate) => shareOf(candidate, target) === score)
    .map(decimalText)
    .reduce((best, text) => text.length < best.length ? text : best, decimalText(value));
}

function decimalText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}
