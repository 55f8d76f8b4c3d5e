import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { fitTfidf, type Tfidf } from "lib/encoders/text/tfidf.ts";
import { columnDeviations, columnMeans } from "lib/heads/column_statistics.ts";
import type { Head } from "lib/heads/head.ts";
import { ridge } from "lib/heads/ridge.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { poolSequences } from "lib/heads/sequences/pool_sequences.ts";
import { standardised } from "lib/heads/standardised.ts";
import { stacked } from "lib/heads/views/stacked.ts";
import { sequencesOf, type VideoParts, viewsOf } from "lib/scoring/models/video_parts.ts";
import { scoresOf, targetMatrix } from "lib/targets.ts";
import type { DenseMatrix, Scores, Views } from "lib/types.ts";

/** A clip whose scores are known. */
export interface KnownClip extends VideoParts {
  readonly scores: Scores;
  /** Its channel, or its block of rows. */
  readonly group: string;
}

/** As answers and cards name the model of clips. */
export const CLIP_MODEL =
  "stack of TF-IDF word ridge, ridge on frame statistics and ridge on log-mel statistics";

/** Predicts scores from words, pictures and sound. */
export interface ClipModel {
  readonly words: Tfidf;
  /** Scores in 0..1. */
  predict(clips: readonly VideoParts[]): Promise<Scores[]>;
}

/**
 * Adds up what ridge regressions on words, pictures and sound each say, weighted out-of-fold; a clip
 * that lacks one is predicted by the stack of the others.
 */
export async function fitClipModel(clips: readonly KnownClip[]): Promise<ClipModel> {
  const words = fitTfidf(clips.map(({ text = "" }) => text), { minDf: 2 });
  const groups = clips.map(({ group }) => group);
  const fitted = await clipHead().fit(
    await viewsOf(clips, { words, groups }),
    targetMatrix(clips),
  );
  return {
    words,
    predict: async (items) => scoresOf(await fitted.predict(await viewsOf(items, { words }))),
  };
}

function clipHead(): Head<Views> {
  return stacked({
    words: ridge({ alpha: 2 }),
    pictures: pooled(ridge({ alpha: 1 })),
    sound: pooled(standardised(ridge({ alpha: 100 })), { statistics: ["mean"] }),
  });
}

/** Describes how clips look and sound so that they can be compared: rows [N, D] of length 1. */
export type DescribeLooks = (clips: readonly VideoParts[]) => DenseMatrix;

/**
 * Learns how to compare clips by their mean frame and sound statistics, each in standard deviations
 * of the known clips; what a clip lacks counts as average.
 */
export function fitLooks(known: readonly VideoParts[]): DescribeLooks {
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

function viewLooks(known: readonly VideoParts[], view: "pictures" | "sound", columns: number) {
  const pool = (clips: readonly VideoParts[]) =>
    poolSequences(sequencesOf(clips.map((clip) => clip[view]), columns), ["mean"]);
  const has = known.flatMap((clip, row) => clip[view] ? [row] : []);
  const pooled = selectRows(pool(known), has);
  const means = columnMeans(pooled);
  const deviations = columnDeviations(pooled, means);
  return (clips: readonly VideoParts[]): number[][] => {
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
