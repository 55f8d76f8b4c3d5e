import type { ModelOnBothSplits } from "lib/evaluation/leaderboard/both_splits.ts";
import type { LeaderboardGroup, LeaderboardRow } from "lib/evaluation/leaderboard/leaderboard.ts";
import { markdownTable } from "lib/evaluation/leaderboard/_markdown_table.ts";
import type { MetricName } from "lib/metrics/evaluate.ts";
import { evaluatedTargets, metricOf } from "lib/metrics/metric_of.ts";
import { intervalText } from "lib/metrics/result_row.ts";
import { allOf } from "lib/targets.ts";

interface Column {
  readonly title: string;
  readonly text: (row: LeaderboardRow, aspect: string) => string;
  /** Whether only the test side has it. @default false */
  readonly ofTest?: boolean;
}

const COLUMNS = {
  mse: metricColumn("mse", { title: "MSE", decimals: 4 }),
  mae: metricColumn("mae", { title: "MAE", decimals: 3 }),
  r2: metricColumn("r2", { title: "R²", decimals: 3 }),
  spearman: metricColumn("spearman", { title: "Spearman", decimals: 3 }),
  pearson: metricColumn("pearson", { title: "Pearson", decimals: 3 }),
  trainingRows: {
    title: "Training rows",
    text: ({ saved }) => saved.trainingRows.toLocaleString("en-US"),
  },
  fit: { title: "Fit, s", text: ({ fitSeconds }) => measuredText(fitSeconds) },
  predict: {
    title: "Predict, ms a video",
    text: ({ millisecondsPerVideo }) => measuredText(millisecondsPerVideo),
  },
  openings: {
    title: "Test set opened",
    text: ({ openings }) => timesText(openings),
    ofTest: true,
  },
} as const satisfies Readonly<Record<string, Column>>;

/** A column behind the model's name: a metric with its interval, a cost, or the test's openings. */
export type LeaderboardColumn = keyof typeof COLUMNS;

const ALL_COLUMNS = Object.keys(COLUMNS) as LeaderboardColumn[];

/** What `leaderboardMarkdown` writes. */
export interface LeaderboardMarkdownOptions {
  /**
   * One table of each group for each of them: a target's name, or "average" for the mean over all.
   * @default "average" and every target of the group; a single target alone
   */
  aspects?: readonly string[];
  /** Columns in their order; openings stand on the test side alone. @default all */
  columns?: readonly LeaderboardColumn[];
}

/**
 * Writes a heading and Markdown tables for each group: metrics with their 95% intervals (scores in
 * 0..1), what training took and, on the test side, how often it was opened.
 */
export function leaderboardMarkdown(
  groups: readonly LeaderboardGroup[],
  options: LeaderboardMarkdownOptions = {},
): string {
  const { columns = ALL_COLUMNS } = options;
  return groups.flatMap((group) => {
    const targets = evaluatedTargets(group.rows[0]?.evaluations ?? []);
    const all = targets.length === 1 ? targets : ["average", ...targets];
    const { aspects = all } = options;
    return aspects.map((aspect) => {
      const title = aspect === "average" ? `${allOf(targets.length)} targets averaged` : aspect;
      return `**${groupTitle(group)}, ${title}**\n\n` +
        markdownTable(group.rows.map((row) => cellsOf(row, aspect, columnsOf(group, columns))));
    });
  }).join("\n");
}

/** What tells a group from others. */
export interface GroupName
  extends Pick<LeaderboardGroup, "data" | "protocol" | "videos" | "predictionsPerVideo"> {
  readonly side: string;
}

/** What a group is called, such as "3,546 real videos, random split, validation (568 videos)". */
export function groupTitle(group: GroupName): string {
  const { data, protocol, side, videos, predictionsPerVideo: times } = group;
  const kept = protocol.includes("split") ? protocol : `split by ${protocol}`;
  const counted = `${videos.toLocaleString("en-US")} videos`;
  const repeated = times === 1 ? "" : `, each predicted ${timesText(times)}`;
  return `${data}, ${kept}, ${side} (${counted}${repeated})`;
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

function metricColumn(
  metric: MetricName,
  { title, decimals }: { readonly title: string; readonly decimals: number },
): Column {
  const text = ({ evaluations }: LeaderboardRow, aspect: string) =>
    intervalText(metricOf(evaluations, metric)[aspect]!, decimals);
  return { title, text };
}

function columnsOf({ side }: LeaderboardGroup, names: readonly LeaderboardColumn[]): Column[] {
  return names.map((name): Column => COLUMNS[name])
    .filter(({ ofTest = false }) => side === "test" || !ofTest);
}

function cellsOf(row: LeaderboardRow, aspect: string, columns: readonly Column[]) {
  const { label, role } = row;
  return {
    Model: role === "baseline" || role === "original" ? `${label} (${role})` : label,
    ...Object.fromEntries(columns.map(({ title, text }) => [title, text(row, aspect)])),
  };
}

/** Two digits are all that a wall clock on a shared machine is worth. */
function measuredText(value: number | undefined): string {
  return value === undefined ? "" : value.toLocaleString("en-US", { maximumSignificantDigits: 2 });
}

function timesText(count: number): string {
  return count === 1 ? "once" : `${count.toLocaleString("en-US")} times`;
}
