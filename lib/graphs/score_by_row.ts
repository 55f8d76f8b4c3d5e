import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { textLabel } from "lib/graphs/_marks.ts";
import { roundTo, scoreDomain, shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import { TARGETS } from "lib/targets.ts";
import type { Target, Video } from "lib/types.ts";

const GRAPH = "score_by_row";

/** How `scoreByRow` smooths. */
export interface ScoreByRowOptions extends GraphText {
  /** Rows in the rolling mean. @default 50 */
  readonly window?: number;
}

type Point = Readonly<Record<"row" | "score", number>>;

/**
 * Draws each score over its row number with a rolling mean, one panel a target.
 *
 * A mean that wanders far from level shows that neighbouring rows are alike, as they are where rows
 * stand in the order of their channels.
 *
 * @throws {RangeError} when there is no row, a number is not finite, or the window is under one row
 */
export function scoreByRow(
  rows: readonly Pick<Video, "row" | "scores">[],
  options: ScoreByRowOptions,
): TopLevelSpec {
  const { window = 50 } = options;
  checkFilled(rows, { graph: GRAPH, field: "rows" });
  if (!(Number.isInteger(window) && window >= 1)) {
    throw new RangeError(
      `Cannot draw ${GRAPH}: expected options.window to be at least 1 whole row, got ${window}`,
    );
  }
  const columns = TARGETS.map((target) => pointsOf(rows, target));
  const domain = scoreDomain(columns.flatMap((points) => points.map(({ score }) => score)));
  const panels = TARGETS.map((target, i) =>
    panel(target, columns[i]!, { domain, window, isLast: i === TARGETS.length - 1 })
  );
  return graphSpec(options, { vconcat: panels, spacing: 22 });
}

function pointsOf(rows: readonly Pick<Video, "row" | "scores">[], target: Target): Point[] {
  return rows.map(({ row, scores }, i) => {
    checkFinite(row, { graph: GRAPH, field: `rows[${i}].row` });
    checkFinite(scores[target], { graph: GRAPH, field: `rows[${i}].scores.${target}` });
    return { row, score: shownScore(scores[target]) };
  }).toSorted((a, b) => a.row - b.row);
}

interface PanelOptions {
  readonly domain: [number, number];
  readonly window: number;
  /** Whether the axis shared by all panels stands below it. */
  readonly isLast: boolean;
}

function panel(target: Target, points: readonly Point[], options: PanelOptions): Panel {
  const { domain, window, isLast } = options;
  const name = TARGET_NAMES[target];
  const title = `${name} (0 to 100)`;
  const x = {
    field: "row",
    type: "quantitative",
    title: isLast ? "Row number in the data set" : null,
  } as const;
  const mean = rollingMean(points, window);
  const span: [number, number] = [points[0]!.row, Math.max(points.at(-1)!.row, points[0]!.row + 1)];
  return {
    title: panelTitle({ text: name }),
    width: 700,
    height: 160,
    layer: [
      {
        data: csvData(points),
        mark: { type: "point", style: `${target}Pale`, size: 4 },
        encoding: {
          x: {
            ...x,
            scale: { domain: span, nice: false },
            axis: { grid: false, labels: isLast, tickCount: 10 },
          },
          y: { field: "score", type: "quantitative", title, scale: { domain } },
        },
      },
      {
        data: csvData(mean),
        mark: { type: "line", style: "actual", strokeWidth: 1.5, tooltip: false },
        encoding: { x, y: { field: "score", type: "quantitative" } },
      },
      textLabel({
        text: ["mean of", `${window} rows`],
        x: { value: "width" },
        y: { datum: mean.at(-1)!.score },
        role: "actual",
        dx: 6,
        dy: -6,
      }),
    ],
  };
}

/** Centred means of `window` rows, fewer at both ends, thinned to what 700 pixels can show. */
function rollingMean(points: readonly Point[], window: number): Point[] {
  const sums = [0];
  for (const { score } of points) sums.push(sums.at(-1)! + score);
  const step = Math.ceil(points.length / 700);
  return points.flatMap(({ row }, i) => {
    if (i % step !== 0 && i !== points.length - 1) return [];
    const from = Math.max(0, i - Math.floor((window - 1) / 2));
    const to = Math.min(points.length, i + Math.ceil((window + 1) / 2));
    return [{ row, score: roundTo((sums[to]! - sums[from]!) / (to - from), 2) }];
  });
}
