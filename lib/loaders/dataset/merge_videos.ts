import { DATASET_FILES } from "lib/loaders/dataset/dataset_columns.ts";
import type { DatasetProblem } from "lib/loaders/dataset/dataset_error.ts";
import type { VideoRows } from "lib/loaders/dataset/video_rows.ts";
import type { Video } from "lib/types.ts";

interface Located {
  readonly file: string;
  /** Record number, counted from 1. */
  readonly record: number;
  readonly video: Video;
  readonly indexed: boolean;
}

/**
 * Merges the files of one data set in the order of their index columns.
 *
 * `Video.row` becomes the position in the result. A video may stand in several files if they
 * agree on it; what one leaves out another may say. Files without an index column keep the order
 * in which their videos first appear, which needs all files to have none.
 */
export function mergeVideos(files: readonly VideoRows[]): {
  videos: Video[];
  problems: DatasetProblem[];
} {
  const located = files.flatMap(({ file, videos, indexed }) =>
    videos.map((video, i) => ({ file, record: i + 1, video, indexed }))
  );
  const problems = [...missingIndex(files), ...sharedPositions(located), ...overlaps(located)];
  const merged = new Map<string, Located>();
  for (const next of located) {
    const known = merged.get(next.video.videoId);
    if (known) problems.push(...contradictions(known, next));
    merged.set(next.video.videoId, known ? fillIn(known, next) : next);
  }
  const order = [...merged.values()];
  if (order.every(({ indexed }) => indexed)) order.sort((a, b) => a.video.row - b.video.row);
  return { videos: order.map(({ video }, row) => ({ ...video, row })), problems };
}

function missingIndex(files: readonly VideoRows[]): DatasetProblem[] {
  const withIndex = files.find(({ indexed }) => indexed);
  if (!withIndex) return [];
  return files.filter(({ indexed }) => !indexed).map(({ file }) => ({
    file,
    row: 0,
    message: `expected an index column first, as in ${withIndex.file}`,
    value: "none",
  }));
}

function sharedPositions(located: readonly Located[]): DatasetProblem[] {
  const owners = new Map<number, Located>();
  return located.filter(({ indexed }) => indexed).flatMap((next) => {
    const owner = owners.get(next.video.row) ?? next;
    owners.set(next.video.row, owner);
    if (owner.video.videoId === next.video.videoId) return [];
    return [disagree(next, `index ${next.video.row}: expected ${owner.video.videoId}`, owner)];
  });
}

function overlaps(located: readonly Located[]): DatasetProblem[] {
  const owners = new Map<string, Located>();
  return located.filter(({ file }) => file !== DATASET_FILES.all).flatMap((next) => {
    const owner = owners.get(next.video.videoId);
    owners.set(next.video.videoId, owner ?? next);
    return owner ? [disagree(next, "expected a video on one side of the split only", owner)] : [];
  });
}

function contradictions(known: Located, next: Located): DatasetProblem[] {
  const fields = ["transcript", "scores", "channelId", "title", "publishedAt", "counts"] as const;
  const problems = fields.filter((field) =>
    field === "scores"
      ? Object.entries(known.video.scores).some(([target, score]) =>
        differ(score, next.video.scores[target])
      )
      : differ(known.video[field], next.video[field])
  )
    .map((field) => disagree(next, `${field}: expected ${show(known.video[field])}`, known, field));
  const moved = known.indexed && next.indexed && known.video.row !== next.video.row;
  if (!moved) return problems;
  return [...problems, disagree(next, `index: expected ${known.video.row}`, known, "row")];
}

function differ(known: unknown, next: unknown): boolean {
  return known !== undefined && next !== undefined &&
    JSON.stringify(known) !== JSON.stringify(next);
}

function disagree(
  { file, record, video }: Located,
  message: string,
  other: Located,
  field: keyof Video = "videoId",
): DatasetProblem {
  const value = show(video[field]);
  return {
    file,
    row: record,
    message: `${message} as in ${other.file}, row ${other.record}`,
    value,
  };
}

function show(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function fillIn(known: Located, next: Located): Located {
  const scores = { ...next.video.scores, ...known.video.scores };
  return { ...known, video: { ...next.video, ...known.video, scores } };
}
