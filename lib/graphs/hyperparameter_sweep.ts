import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite, checkPositive } from "lib/graphs/_checks.ts";
import { roundTo } from "lib/graphs/_numbers.ts";
import { type AxisScale, type ParallelAxis, parallelAxis } from "lib/graphs/_parallel_axis.ts";
import { pixelOf } from "lib/graphs/_loss_axis.ts";
import {
  checkReferences,
  referenceLabels,
  type ReferenceLoss,
} from "lib/graphs/_reference_losses.ts";
import { HIDDEN_AXIS, type Trial, trialLines } from "lib/graphs/_trial_lines.ts";
import { graphSpec, type GraphText, type Layer } from "lib/graphs/_spec.ts";

const GRAPH = "hyperparameter_sweep";
const HEIGHT = 320;

/** One upright axis. */
export interface SweepAxis {
  /** The hyperparameter's name in `Trial.parameters`. */
  readonly name: string;
  /** What stands above the axis, with its unit if it has one. */
  readonly title: string;
  /** @default "linear" */
  readonly scale?: AxisScale;
}

/** How `hyperparameterSweep` draws. */
export interface HyperparameterSweepOptions extends GraphText {
  /** The hyperparameters' axes, from left to right; the loss's follows them. */
  readonly axes: readonly SweepAxis[];
  /** What stands above the last axis. @default "Validation loss" */
  readonly lossTitle?: string;
  /** How losses are laid along the last axis and coloured. @default "log" */
  readonly lossScale?: "linear" | "log";
  /** Losses to compare with, named beside the last axis. @default none */
  readonly references?: readonly ReferenceLoss[];
}

/**
 * Draws a sweep as parallel coordinates: one line a trial through its hyperparameters to its
 * validation loss, coloured by that loss, better trials before worse.
 *
 * @throws {RangeError} when there is no trial or axis, or a value is missing, not finite, or not
 * positive on a logarithmic axis
 */
export function hyperparameterSweep(
  trials: readonly Trial[],
  options: HyperparameterSweepOptions,
): TopLevelSpec {
  const { axes, lossTitle = "Validation loss", lossScale = "log", references = [] } = options;
  checkTrials(trials, axes);
  checkReferences(references, GRAPH);
  const losses = [...trials.map((trial) => trial.validationLoss), ...references.map((r) => r.loss)];
  const columns = axes.map(({ name, scale = "linear" }) =>
    parallelAxis(trials.map(({ parameters }) => parameters[name]!), scale)
  );
  const all = [...columns, parallelAxis(losses, lossScale)];
  const domain: [number, number] = [Math.min(...losses), Math.max(...losses)];
  return graphSpec(options, {
    width: axes.length * 170,
    height: HEIGHT,
    layer: [
      uprights(all.length),
      trialLines(trials, {
        names: axes.map(({ name }) => name),
        columns: all,
        lossScale,
        lossTitle,
      }),
      ...labels(all, [...axes.map(({ title }) => title), lossTitle]),
      ...referenceMarks(references, domain, lossScale),
    ],
  });
}

function checkTrials(trials: readonly Trial[], axes: readonly SweepAxis[]): void {
  checkFilled(trials, { graph: GRAPH, field: "trials" });
  checkFilled(axes, { graph: GRAPH, field: "options.axes" });
  trials.forEach(({ parameters, validationLoss }, i) => {
    checkPositive(validationLoss, { graph: GRAPH, field: `trials[${i}].validationLoss` });
    for (const { name, scale } of axes) {
      const check = scale === "log" ? checkPositive : checkFinite;
      check(parameters[name] ?? NaN, { graph: GRAPH, field: `trials[${i}].parameters.${name}` });
    }
  });
}

function uprights(count: number): Layer {
  const scale = { domain: [0, count - 1], nice: false };
  return {
    data: { values: Array.from({ length: count }, (_, axis) => ({ axis })) },
    mark: { type: "rule", style: "parallelAxis", tooltip: false },
    encoding: { x: { field: "axis", type: "quantitative", scale, ...HIDDEN_AXIS } },
  };
}

function labels(columns: readonly ParallelAxis[], titles: readonly string[]): Layer[] {
  const ticks = columns.flatMap(({ ticks }, axis) => ticks.map((tick) => ({ axis, ...tick })));
  const heads = titles.map((title, axis) => ({ axis, title }));
  const x = { field: "axis", type: "quantitative" } as const;
  const place = { x, y: { field: "at", type: "quantitative" } } as const;
  const text = { type: "text", align: "right", dx: -7, tooltip: false } as const;
  return [
    {
      data: { values: ticks },
      layer: (["halo", "note"] as const).map((style) => ({
        mark: { ...text, style },
        encoding: { ...place, text: { field: "label" } },
      })),
    },
    {
      data: { values: heads },
      mark: { type: "text", fontWeight: 600, tooltip: false },
      encoding: { x, y: { value: -18 }, text: { field: "title" } },
    },
  ];
}

function referenceMarks(
  references: readonly ReferenceLoss[],
  domain: [number, number],
  scale: "linear" | "log",
): Layer[] {
  const axis = { domain, scale, height: HEIGHT };
  const marks = references.map(({ loss, role }): Layer => ({
    data: { values: [{}] },
    mark: {
      type: "tick",
      style: role,
      orient: "horizontal",
      size: 12,
      thickness: 2,
      tooltip: false,
    },
    encoding: { x: { value: "width" }, y: { value: roundTo(pixelOf(loss, axis), 1) } },
  }));
  return [...marks, ...referenceLabels(references, axis)];
}
