import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { type ErrorAxis, errorChannel, errorDomain, lineNames } from "lib/graphs/_error_axis.ts";
import { roundSignificant } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer } from "lib/graphs/_spec.ts";
import type { Role } from "lib/graphs/palettes.ts";

const GRAPH = "history_curve";
const [WIDTH, HEIGHT] = [470, 320];
const LABEL_HEIGHT = 15;

/** A model's errors by how many of a channel's videos were known. */
export interface HistoryLine {
  readonly model: string;
  readonly role: Role;
  /** Lengths of dash and gap in pixels, to tell lines of one role apart. @default solid */
  readonly dash?: readonly number[];
  /** Error with the ends of its interval, the numbers known ascending. */
  readonly points: readonly HistoryPoint[];
}

/** One model's error with so many videos known. */
export interface HistoryPoint {
  readonly known: number;
  /** The error. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How `historyCurve` labels. */
export interface HistoryCurveOptions extends GraphText {
  /** The vertical axis's title. @default "Mean squared error (scores in 0 to 1)" */
  readonly metric?: string;
}

/**
 * Draws each model's error over the number of a channel's known videos, in a band of its interval,
 * named at its right end; the first known videos get the most room.
 *
 * @throws {RangeError} when there is no line or no point, or a number is not finite
 */
export function historyCurve(
  lines: readonly HistoryLine[],
  options: HistoryCurveOptions,
): TopLevelSpec {
  checkLines(lines);
  const { metric = "Mean squared error (scores in 0 to 1)" } = options;
  const points = lines.flatMap((line) => line.points);
  const domain = errorDomain(points.flatMap(({ low, high }) => [low, high]));
  const axis = { domain, title: metric };
  const ends = lines.map(({ model, role, points }) => (
    { model, role, error: points.at(-1)!.value }
  ));
  return graphSpec(options, {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      ...lines.map((line) => band(line, axis)),
      ...lines.map((line) => curve(line, axis)),
      ...lineNames(ends, { domain, height: HEIGHT, gap: LABEL_HEIGHT, dx: 12 }),
    ],
  });
}

function checkLines(lines: readonly HistoryLine[]): void {
  checkFilled(lines, { graph: GRAPH, field: "lines" });
  lines.forEach(({ points }, i) => {
    checkFilled(points, { graph: GRAPH, field: `lines[${i}].points` });
    points.forEach((point, k) => {
      for (const part of ["known", "value", "low", "high"] as const) {
        checkFinite(point[part], { graph: GRAPH, field: `lines[${i}].points[${k}].${part}` });
      }
    });
  });
}

function band({ role: style, points }: HistoryLine, axis: ErrorAxis): Layer {
  const { x, y } = channels(points, axis);
  return {
    data: { values: points.map(shown) },
    mark: { type: "area", style, fillOpacity: 0.12, tooltip: false },
    encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
  };
}

function curve({ role: style, dash, points }: HistoryLine, axis: ErrorAxis): Layer {
  const { x, y } = channels(points, axis);
  const dashes = dash ? { strokeDash: [...dash] } : {};
  const tooltip = (["known", "error", "low", "high"] as const).map((field) => ({
    field,
    type: "quantitative" as const,
    title: { known: "Known videos", error: "Error", low: "from", high: "to" }[field],
  }));
  return {
    data: { values: points.map(shown) },
    encoding: { x, y: { ...y, field: "error" } },
    layer: [
      { mark: { type: "line", style, strokeWidth: 2, tooltip: false, ...dashes } },
      { mark: { type: "point", style, size: 45 }, encoding: { tooltip } },
    ],
  };
}

function shown({ known, value, low, high }: HistoryPoint) {
  return {
    known,
    error: roundSignificant(value, 4),
    low: roundSignificant(low, 4),
    high: roundSignificant(high, 4),
  };
}

function channels(points: readonly HistoryPoint[], axis: ErrorAxis) {
  return {
    x: {
      field: "known",
      type: "quantitative",
      title: "Videos of the channel whose scores are known",
      scale: { type: "symlog", constant: 1, nice: false, padding: 8 },
      axis: { grid: false, values: points.map(({ known }) => known), format: "d" },
    },
    y: errorChannel(axis),
  } as const;
}
