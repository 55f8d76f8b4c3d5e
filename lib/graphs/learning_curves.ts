import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite, checkPositive } from "lib/graphs/_checks.ts";
import {
  type ErrorAxis,
  errorChannel,
  errorDomain,
  lineNames,
  namePlaces,
} from "lib/graphs/_error_axis.ts";
import { meanOf, roundSignificant } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer } from "lib/graphs/_spec.ts";
import type { Role } from "lib/graphs/palettes.ts";

const GRAPH = "learning_curves";
const [WIDTH, HEIGHT] = [470, 320];
const LABEL_HEIGHT = 14;
/** Pixels from the panel to a line's sample, the sample's length, and pixels to the name. */
const KEY = { start: 12, length: 28, name: 48 } as const;
/** What tells models of one role apart, the first line solid. */
const LINES = [
  { dash: [1, 0], shape: "circle" },
  { dash: [7, 4], shape: "square" },
  { dash: [2, 3], shape: "triangle-up" },
  { dash: [10, 3, 2, 3], shape: "diamond" },
];

/** A model's errors by how many videos it learned from. */
export interface LearningCurve {
  readonly model: string;
  /** @default "model" */
  readonly role?: Role;
  /** One for each size and seed. */
  readonly points: readonly { readonly rows: number; readonly error: number }[];
}

/** How `learningCurves` labels. */
export interface LearningCurvesOptions extends GraphText {
  /** The vertical axis's title. @default "Validation MSE (scores in 0 to 1)" */
  readonly metric?: string;
}

/**
 * Draws each model's error over the number of training videos: a line through the means of all seeds,
 * in a band from the lowest seed to the highest. At its right end stand a sample of the line and the
 * model's name: lines of one role have one colour and differ in dashes and points.
 *
 * @throws {RangeError} when there is no curve or no point, or a number is not positive
 */
export function learningCurves(
  curves: readonly LearningCurve[],
  options: LearningCurvesOptions,
): TopLevelSpec {
  checkCurves(curves);
  const { metric = "Validation MSE (scores in 0 to 1)" } = options;
  const ranges = curves.map(rangesOf);
  const domain = errorDomain(ranges.flat().flatMap(({ low, high }) => [low, high]));
  const looks = looksOf(curves);
  const ends = curves.map(({ model }, i) => (
    { model, role: looks[i]!.role, error: ranges[i]!.at(-1)!.error }
  ));
  const names = { domain, height: HEIGHT, gap: LABEL_HEIGHT, dx: KEY.name };
  return graphSpec(options, {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      ...ranges.map((range, i) => curve(range, { ...looks[i]!, domain, title: metric })),
      ...namePlaces(ends, names).map((place, i) => lineSample(place, looks[i]!)),
      ...lineNames(ends, names),
    ],
  });
}

/** The seeds' errors at one size. */
interface ErrorRange {
  readonly rows: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
}

function rangesOf({ points }: LearningCurve): ErrorRange[] {
  return [...Map.groupBy(points, ({ rows }) => rows)].map(([rows, seeds]) => {
    const errors = seeds.map(({ error }) => error);
    return {
      rows,
      error: roundSignificant(meanOf(errors), 4),
      low: roundSignificant(Math.min(...errors), 4),
      high: roundSignificant(Math.max(...errors), 4),
    };
  }).sort((a, b) => a.rows - b.rows);
}

interface Look {
  readonly role: Role;
  readonly dash: number[];
  /** The points' shape. */
  readonly shape: string;
}

function looksOf(curves: readonly LearningCurve[]): Look[] {
  return curves.map(({ role = "model" }, i) => {
    const before = curves.slice(0, i).filter((other) => (other.role ?? "model") === role).length;
    return { role, ...LINES[before % LINES.length]! };
  });
}

/** @param place pixels below the panel's top */
function lineSample(place: number, { role: style, dash, shape }: Look): Layer {
  const [start, middle, end] = [0, KEY.length / 2, KEY.length].map((part) => (
    { value: WIDTH + KEY.start + part }
  ));
  return {
    data: { values: [{}] },
    encoding: { y: { value: place } },
    layer: [
      {
        mark: { type: "rule", style, strokeWidth: 2, strokeDash: dash, tooltip: false },
        encoding: { x: start!, x2: end! },
      },
      {
        mark: { type: "point", style, size: 40, shape, tooltip: false },
        encoding: { x: middle! },
      },
    ],
  };
}

function curve(ranges: readonly ErrorRange[], options: Look & ErrorAxis): Layer {
  const { role: style, dash, shape, ...axis } = options;
  const y = errorChannel(axis);
  return {
    data: { values: [...ranges] },
    encoding: {
      x: {
        field: "rows",
        type: "quantitative",
        title: "Training videos",
        scale: { type: "log", base: 2, nice: false, padding: 8 },
        axis: { grid: false, values: ranges.map(({ rows }) => rows), format: ",d" },
      },
    },
    layer: [
      {
        mark: { type: "area", style, fillOpacity: 0.12, tooltip: false },
        encoding: { y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      {
        mark: { type: "line", style, strokeWidth: 2, strokeDash: dash, tooltip: false },
        encoding: { y: { ...y, field: "error" } },
      },
      {
        mark: { type: "point", style, size: 40, shape },
        encoding: { y: { ...y, field: "error" } },
      },
    ],
  };
}

function checkCurves(curves: readonly LearningCurve[]): void {
  checkFilled(curves, { graph: GRAPH, field: "curves" });
  curves.forEach(({ points }, i) => {
    checkFilled(points, { graph: GRAPH, field: `curves[${i}].points` });
    points.forEach(({ rows, error }, k) => {
      checkPositive(rows, { graph: GRAPH, field: `curves[${i}].points[${k}].rows` });
      checkFinite(error, { graph: GRAPH, field: `curves[${i}].points[${k}].error` });
    });
  });
}
