import pl from "nodejs-polars";
import type { LeaderboardGroup, LeaderboardRow } from "lib/evaluation/leaderboard/leaderboard.ts";
import { type Evaluation, type MetricName, METRICS } from "lib/metrics/evaluate.ts";
import { evaluatedTargets } from "lib/metrics/metric_of.ts";

type Cell = string | number | undefined;

/**
 * Writes a leaderboard as CSV, one line for each model and target: every metric with the ends of its
 * 95% interval in columns of their own, scores in 0..1; what was not measured is empty.
 *
 * @throws {RangeError} when there is no row
 */
export function leaderboardCsv(groups: readonly LeaderboardGroup[]): Uint8Array {
  const lines = groups.flatMap((group) =>
    group.rows.flatMap((row) =>
      ["average", ...evaluatedTargets(row.evaluations)].map((target) => lineOf(row, group, target))
    )
  );
  const [first] = lines;
  if (!first) {
    throw new RangeError("Cannot write a leaderboard: expected at least one row, got none");
  }
  const series = Object.keys(first).map((name) => seriesOf(name, lines.map((line) => line[name])));
  return pl.DataFrame(series).writeCSV();
}

function lineOf(
  row: LeaderboardRow,
  { data, protocol, side, videos, predictionsPerVideo }: LeaderboardGroup,
  target: Evaluation["target"],
): Record<string, Cell> {
  const ofTarget = row.evaluations.filter((it) => it.target === target);
  return {
    data,
    protocol,
    side,
    videos,
    predictions_per_video: predictionsPerVideo,
    model: row.label,
    role: row.role,
    notebook: row.saved.notebook,
    target,
    ...Object.fromEntries((Object.keys(METRICS) as MetricName[]).flatMap((metric) => {
      const found = ofTarget.find((it) => it.metric === metric);
      return [[metric, found?.value], [`${metric}_low`, found?.low], [
        `${metric}_high`,
        found?.high,
      ]];
    })),
    training_rows: row.saved.trainingRows,
    fit_seconds: row.fitSeconds,
    predict_ms_per_video: row.millisecondsPerVideo,
    test_openings: row.openings,
  };
}

function seriesOf(name: string, cells: readonly Cell[]) {
  const known = cells.map((cell) => cell === undefined || Number.isNaN(cell) ? null : cell);
  const type = known.some((cell) => typeof cell === "string")
    ? pl.Utf8
    : known.every((cell) => Number.isInteger(cell)) // polars reads a null among Int32 as 0
    ? pl.Int32
    : pl.Float64;
  return pl.Series(name, known, type);
}
