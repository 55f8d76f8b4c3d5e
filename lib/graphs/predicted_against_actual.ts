import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { DASHED, referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { decimalsOf, shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import {
  type DrawnTarget,
  drawnTargets,
  knownItems,
  noteOf,
  type ScoreGraphText,
  sharedDomains,
} from "lib/graphs/_targets.ts";
import type { ByTarget, Prediction, Scores } from "lib/types.ts";

const GRAPH = "predicted_against_actual";
const SIDE = 310;

/** What `predictedAgainstActual` compares with. */
export interface PredictedAgainstActualOptions extends ScoreGraphText {
  /** What a model that only knows the training set's mean would predict, in 0..1. */
  readonly trainingMean: Scores;
  /** A line under each heading, such as "MSE 0.0180 · R² 0.16". @default none */
  readonly notes?: ByTarget<string>;
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
  const all = predictions.length;
  const columns = knownItems(drawnTargets(options), predictions, ({ actual }, name) => actual[name])
    .map(({ target, known }) => ({
      target,
      points: known.map(({ item, row }) => pointOf(item, { target, row })),
    }));
  const domains = sharedDomains(columns.map(({ target, points }) => ({
    target,
    shown: points.flatMap(({ actual, predicted }) => [actual, predicted]),
  })));
  const panels = columns.map(({ target, points }, i) => {
    const field = `options.trainingMean.${target.name}`;
    const mean = checkFinite(options.trainingMean[target.name], { graph: GRAPH, field });
    const note = noteOf({ shown: points.length, all }, options.notes?.[target.name]);
    return panel(target, points, { domain: domains[i]!, mean, note });
  });
  return graphSpec(options, { hconcat: panels });
}

function pointOf(
  { videoId, actual, predicted }: Prediction,
  { target, row }: { target: DrawnTarget; row: number },
): Point {
  const shown = (score: number | undefined, side: string) => {
    const field = `predictions[${row}].${side}.${target.name}`;
    return shownScore(checkFinite(score, { graph: GRAPH, field }), target);
  };
  return {
    video: videoId,
    actual: shown(actual[target.name], "actual"),
    predicted: shown(predicted[target.name], "predicted"),
  };
}

interface PanelOptions {
  readonly domain: [number, number];
  readonly mean: number;
  readonly note?: string;
}

function panel(target: DrawnTarget, points: readonly Point[], options: PanelOptions): Panel {
  const { domain, mean, note } = options;
  const { label, style, values } = target;
  const axis = { type: "quantitative", scale: { domain }, axis: { tickCount: 6 } } as const;
  return {
    title: panelTitle({ text: label, note }),
    width: SIDE,
    height: SIDE,
    layer: [
      {
        data: csvData(points),
        mark: {
          type: "point",
          style,
          size: points.length > 1000 ? 14 : 26,
          fillOpacity: 0.4,
        },
        encoding: {
          x: { ...axis, field: "actual", title: `Actual ${label.toLowerCase()} (${values})` },
          y: { ...axis, field: "predicted", title: `Predicted ${label.toLowerCase()} (${values})` },
          tooltip: [
            { field: "video", title: "Video" },
            { field: "actual", type: "quantitative", title: "Actual" },
            { field: "predicted", type: "quantitative", title: "Predicted" },
          ],
        },
      },
      ...diagonal(domain),
      ...trainingMeanLine(shownScore(mean, target), decimalsOf(target)),
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

function trainingMeanLine(value: number, decimals: number): Layer[] {
  return [
    referenceRule({ axis: "y", value, role: "baseline", dash: DASHED }),
    textLabel({
      text: ["training", `mean ${value.toFixed(decimals)}`],
      x: { value: "width" },
      y: { datum: value },
      role: "note",
      dx: 6,
      dy: -6,
    }),
  ];
}
