import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { textLabel } from "lib/graphs/_marks.ts";
import { decimalsOf, roundTo, shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import {
  type DrawnTarget,
  drawnTargets,
  knownItems,
  noteOf,
  type ScoreGraphText,
  sharedDomains,
} from "lib/graphs/_targets.ts";
import type { Video } from "lib/types.ts";

const GRAPH = "score_by_row";

/** How `scoreByRow` smooths. */
export interface ScoreByRowOptions extends ScoreGraphText {
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
  const columns = knownItems(drawnTargets(options), rows, ({ scores }, name) => scores[name])
    .map(({ target, known }) => ({
      target,
      points: known.map(({ item, row }) => pointOf(item, { target, at: row }))
        .toSorted((a, b) => a.row - b.row),
    }));
  const domains = sharedDomains(
    columns.map(({ target, points }) => ({ target, shown: points.map(({ score }) => score) })),
  );
  const panels = columns.map(({ target, points }, i) => {
    const note = noteOf({ shown: points.length, all: rows.length });
    const isLast = i === columns.length - 1;
    return panel(target, points, { domain: domains[i]!, window, isLast, note });
  });
  return graphSpec(options, { vconcat: panels, spacing: 22 });
}

function pointOf(
  { row, scores }: Pick<Video, "row" | "scores">,
  { target, at }: { target: DrawnTarget; at: number },
): Point {
  const field = `rows[${at}].scores.${target.name}`;
  const score = checkFinite(scores[target.name], { graph: GRAPH, field });
  checkFinite(row, { graph: GRAPH, field: `rows[${at}].row` });
  return { row, score: shownScore(score, target) };
}

interface PanelOptions {
  readonly domain: [number, number];
  readonly window: number;
  /** Whether the axis shared by all panels stands below it. */
  readonly isLast: boolean;
  readonly note?: string;
}

function panel(target: DrawnTarget, points: readonly Point[], options: PanelOptions): Panel {
  const { domain, window, isLast, note } = options;
  const { label, style, values } = target;
  const title = `${label} (${values})`;
  const x = {
    field: "row",
    type: "quantitative",
    title: isLast ? "Row number in the data set" : null,
  } as const;
  const mean = rollingMean(points, { window, decimals: decimalsOf(target) + 1 });
  const span: [number, number] = [points[0]!.row, Math.max(points.at(-1)!.row, points[0]!.row + 1)];
  return {
    title: panelTitle({ text: label, note }),
    width: 700,
    height: 160,
    layer: [
      {
        data: csvData(points),
        mark: { type: "point", style: `${style}Pale`, size: 4 },
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
function rollingMean(
  points: readonly Point[],
  { window, decimals }: { window: number; decimals: number },
): Point[] {
  const sums = [0];
  for (const { score } of points) sums.push(sums.at(-1)! + score);
  const step = Math.ceil(points.length / 700);
  return points.flatMap(({ row }, i) => {
    if (i % step !== 0 && i !== points.length - 1) return [];
    const from = Math.max(0, i - Math.floor((window - 1) / 2));
    const to = Math.min(points.length, i + Math.ceil((window + 1) / 2));
    return [{ row, score: roundTo((sums[to]! - sums[from]!) / (to - from), decimals) }];
  });
}
