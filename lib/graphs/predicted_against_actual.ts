import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { DASHED, referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { scoreDomain, shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import { TARGETS } from "lib/targets.ts";
import type { Prediction, Scores, Target } from "lib/types.ts";

const GRAPH = "predicted_against_actual";
const SIDE = 310;

/** What `predictedAgainstActual` compares with. */
export interface PredictedAgainstActualOptions extends GraphText {
  /** What a model that only knows the training set's mean would predict, in 0..1. */
  readonly trainingMean: Scores;
  /** A line under each heading, such as "MSE 0.0180 · R² 0.16". @default none */
  readonly notes?: Readonly<Record<Target, string>>;
}

interface Point extends Record<string, string | number> {
  readonly video: string;
  readonly actual: number;
  readonly predicted: number;
}

/**
 * Draws every video's prediction over its true score, one square panel a target.
 *
 * A perfect model's points lie on the diagonal, the training mean's on the dashed line.
 *
 * @throws {RangeError} when there is no prediction or a score is not finite
 */
export function predictedAgainstActual(
  predictions: readonly Prediction[],
  options: PredictedAgainstActualOptions,
): TopLevelSpec {
  checkFilled(predictions, { graph: GRAPH, field: "predictions" });
  const columns = TARGETS.map((target) => predictions.map((p, i) => pointOf(p, target, i)));
  const domain = scoreDomain(columns.flat().flatMap((point) => [point.actual, point.predicted]));
  const panels = TARGETS.map((target, i) => {
    const mean = options.trainingMean[target];
    checkFinite(mean, { graph: GRAPH, field: `options.trainingMean.${target}` });
    return panel(target, columns[i]!, { domain, mean, note: options.notes?.[target] });
  });
  return graphSpec(options, { hconcat: panels });
}

function pointOf(prediction: Prediction, target: Target, row: number): Point {
  const field = (side: string) => `predictions[${row}].${side}.${target}`;
  checkFinite(prediction.actual[target], { graph: GRAPH, field: field("actual") });
  checkFinite(prediction.predicted[target], { graph: GRAPH, field: field("predicted") });
  return {
    video: prediction.videoId,
    actual: shownScore(prediction.actual[target]),
    predicted: shownScore(prediction.predicted[target]),
  };
}

interface PanelOptions {
  readonly domain: [number, number];
  readonly mean: number;
  readonly note?: string;
}

function panel(target: Target, points: readonly Point[], options: PanelOptions): Panel {
  const { domain, mean, note } = options;
  const name = TARGET_NAMES[target];
  const axis = { type: "quantitative", scale: { domain }, axis: { tickCount: 6 } } as const;
  return {
    title: panelTitle({ text: name, note }),
    width: SIDE,
    height: SIDE,
    layer: [
      {
        data: csvData(points),
        mark: {
          type: "point",
          style: target,
          size: points.length > 1000 ? 14 : 26,
          fillOpacity: 0.4,
        },
        encoding: {
          x: { ...axis, field: "actual", title: `Actual ${name.toLowerCase()} (0 to 100)` },
          y: { ...axis, field: "predicted", title: `Predicted ${name.toLowerCase()} (0 to 100)` },
          tooltip: [
            { field: "video", title: "Video" },
            { field: "actual", type: "quantitative", title: "Actual" },
            { field: "predicted", type: "quantitative", title: "Predicted" },
          ],
        },
      },
      ...diagonal(domain),
      ...trainingMeanLine(shownScore(mean)),
    ],
  };
}

function diagonal([low, high]: [number, number]): Layer[] {
  const text = {
    type: "text",
    text: "predicted = actual",
    angle: -45,
    align: "left",
    dy: 9,
  } as const;
  const start = low + (high - low) * 0.03;
  return [
    {
      data: { values: [{ at: low }, { at: high }] },
      mark: { type: "line", style: "actual", strokeWidth: 1.25, tooltip: false },
      encoding: {
        x: { field: "at", type: "quantitative" },
        y: { field: "at", type: "quantitative" },
      },
    },
    {
      data: { values: [{}] },
      mark: { ...text, style: "actual", tooltip: false },
      encoding: { x: { datum: start }, y: { datum: start } },
    },
  ];
}

function trainingMeanLine(value: number): Layer[] {
  return [
    referenceRule({ axis: "y", value, role: "baseline", dash: DASHED }),
    textLabel({
      text: ["training", `mean ${value.toFixed(1)}`],
      x: { value: "width" },
      y: { datum: value },
      role: "note",
      dx: 6,
      dy: -6,
    }),
  ];
}
