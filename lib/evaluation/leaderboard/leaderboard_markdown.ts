import type { ModelOnBothSplits } from "lib/evaluation/leaderboard/both_splits.ts";
import type { LeaderboardGroup, LeaderboardRow } from "lib/evaluation/leaderboard/leaderboard.ts";
import { markdownTable } from "lib/evaluation/leaderboard/_markdown_table.ts";
import type { MetricName } from "lib/metrics/evaluate.ts";
import { metricOf } from "lib/metrics/metric_of.ts";
import { intervalText } from "lib/metrics/result_row.ts";
import type { Target } from "lib/types.ts";

/** A target, or both averaged. */
export type Aspect = Target | "average";

const ASPECT_NAMES: Readonly<Record<Aspect, string>> = {
  average: "both targets averaged",
  virality: "virality",
  engagement: "engagement",
};

const COLUMNS = [
  { metric: "mse", title: "MSE", decimals: 4 },
  { metric: "mae", title: "MAE", decimals: 3 },
  { metric: "r2", title: "R²", decimals: 3 },
  { metric: "spearman", title: "Spearman", decimals: 3 },
  { metric: "pearson", title: "Pearson", decimals: 3 },
] as const satisfies readonly { metric: MetricName; title: string; decimals: number }[];

/** What `leaderboardMarkdown` writes. */
export interface LeaderboardMarkdownOptions {
  /** One table of each group for each of them. @default ["average", "virality", "engagement"] */
  aspects?: readonly Aspect[];
}

/**
 * Writes a heading and Markdown tables for each group: metrics with their 95% intervals (scores in
 * 0..1), what training took and, on the test side, how often it was opened.
 */
export function leaderboardMarkdown(
  groups: readonly LeaderboardGroup[],
  { aspects = ["average", "virality", "engagement"] }: LeaderboardMarkdownOptions = {},
): string {
  return groups.flatMap((group) =>
    aspects.map((aspect) =>
      `**${groupTitle(group)}, ${ASPECT_NAMES[aspect]}**\n\n` +
      markdownTable(group.rows.map((row) => cellsOf(row, group, aspect)))
    )
  ).join("\n");
}

/** What a group is called, such as "3,546 real videos, random split, validation (568 videos)". */
export function groupTitle({ data, protocol, side, videos }: LeaderboardGroup): string {
  const kept = protocol.includes("split") ? protocol : `split by ${protocol}`;
  return `${data}, ${kept}, ${side} (${videos.toLocaleString("en-US")} videos)`;
}

/** Writes one Markdown table of the averaged mean squared error under both splits. */
export function bothSplitsMarkdown(models: readonly ModelOnBothSplits[]): string {
  return markdownTable(models.map(({ model, data, side, known, unseen, protocol }) => ({
    Model: model,
    Data: `${data}, ${side}`,
    "MSE, random split": mseText(known),
    "MSE, channels unseen": `${mseText(unseen)} (${protocol})`,
  })));
}

function mseText({ evaluations }: LeaderboardRow): string {
  return intervalText(metricOf(evaluations, "mse").average, 4);
}

function cellsOf(row: LeaderboardRow, group: LeaderboardGroup, aspect: Aspect) {
  const { model, role, saved, fitSeconds, millisecondsPerVideo, openings } = row;
  const metrics = COLUMNS.map(({ metric, title, decimals }) => [
    title,
    intervalText(metricOf(row.evaluations, metric)[aspect], decimals),
  ]);
  return {
    Model: role === "baseline" || role === "original" ? `${model} (${role})` : model,
    ...Object.fromEntries(metrics),
    "Training rows": saved.trainingRows.toLocaleString("en-US"),
    "Fit, s": measuredText(fitSeconds),
    "Predict, ms a video": measuredText(millisecondsPerVideo),
    ...(group.side === "test" ? { "Test set opened": timesText(openings) } : {}),
  };
}

/** Two digits are all that a wall clock on a shared machine is worth. */
function measuredText(value: number | undefined): string {
  return value === undefined ? "" : value.toLocaleString("en-US", { maximumSignificantDigits: 2 });
}

function timesText(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
