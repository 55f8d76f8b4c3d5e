import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { columnDeviations, columnMeans } from "lib/heads/column_statistics.ts";
import { poolSequences } from "lib/heads/sequences/pool_sequences.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { type ClipParts, sequencesOf } from "lib/scoring/clips/clip_parts.ts";
import type { DenseMatrix } from "lib/types.ts";

/** Describes how clips look and sound so that they can be compared: rows [N, D] of length 1. */
export type DescribeLooks = (clips: readonly ClipParts[]) => DenseMatrix;

/**
 * Learns how to compare clips by their mean frame and sound statistics, each in standard deviations
 * of the known clips; what a clip lacks counts as average.
 */
export function fitLooks(known: readonly ClipParts[]): DescribeLooks {
  const views = [
    viewLooks(known, "pictures", frameStats.columns),
    viewLooks(known, "sound", logMelStats.columns),
  ];
  return (clips) => {
    const described = views.map((describe) => describe(clips));
    const rows = clips.map((_, row) => unit(described.flatMap((view) => view[row]!)));
    const data = Float64Array.from(rows.flat());
    return { kind: "dense", rows: clips.length, columns: data.length / clips.length, data };
  };
}

function viewLooks(known: readonly ClipParts[], view: "pictures" | "sound", columns: number) {
  const pool = (clips: readonly ClipParts[]) =>
    poolSequences(sequencesOf(clips.map((clip) => clip[view]), columns), ["mean"]);
  const has = known.flatMap((clip, row) => clip[view] ? [row] : []);
  const pooled = selectRows(pool(known), has);
  const means = columnMeans(pooled);
  const deviations = columnDeviations(pooled, means);
  return (clips: readonly ClipParts[]): number[][] => {
    const { data } = pool(clips);
    return clips.map((clip, row) =>
      Array.from({ length: columns }, (_, column) => {
        const deviation = deviations[column]!;
        if (!clip[view] || deviation === 0) return 0;
        return (data[row * columns + column]! - means[column]!) / deviation;
      })
    );
  };
}

function unit(row: readonly number[]): number[] {
  const norm = Math.hypot(...row);
  return row.map((value) => norm > 0 ? value / norm : 0);
}
