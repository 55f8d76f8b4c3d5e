import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite, checkPositive } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { roundSignificant, roundTo } from "lib/graphs/_numbers.ts";
import { type AxisScale, type ParallelAxis, parallelAxis } from "lib/graphs/_parallel_axis.ts";
import { pixelOf } from "lib/graphs/_loss_axis.ts";
import {
  checkReferences,
  referenceLabels,
  type ReferenceLoss,
} from "lib/graphs/_reference_losses.ts";
import { graphSpec, type GraphText, type Layer } from "lib/graphs/_spec.ts";

const GRAPH = "hyperparameter_sweep";
const HEIGHT = 320;

/** One run of a sweep. */
export interface Trial {
  /** Each hyperparameter's value by name. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly validationLoss: number;
}

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
      lines(trials, { names: axes.map(({ name }) => name), columns: all, lossScale, lossTitle }),
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

const HIDDEN = { axis: null, title: null } as const;

function uprights(count: number): Layer {
  const scale = { domain: [0, count - 1], nice: false };
  return {
    data: { values: Array.from({ length: count }, (_, axis) => ({ axis })) },
    mark: { type: "rule", style: "parallelAxis", tooltip: false },
    encoding: { x: { field: "axis", type: "quantitative", scale, ...HIDDEN } },
  };
}

interface Lines {
  readonly names: readonly string[];
  readonly columns: readonly ParallelAxis[];
  readonly lossScale: "linear" | "log";
  readonly lossTitle: string;
}

function lines(trials: readonly Trial[], { names, columns, lossScale, lossTitle }: Lines): Layer {
  const bestLast = trials.toSorted((a, b) => b.validationLoss - a.validationLoss);
  const places = columns.map((column, axis) =>
    placesOn(column, bestLast.map(valueOn(names[axis])))
  );
  const rows = bestLast.flatMap(({ validationLoss }, trial) =>
    places.map((at, axis) => {
      const loss = roundSignificant(validationLoss, 4);
      return { trial, axis, at: roundTo(at[trial]!, 3), loss };
    })
  );
  const most = bestLast[Math.floor(bestLast.length / 10)]!.validationLoss;
  const domain = [bestLast.at(-1)!.validationLoss, most].map((loss) => roundSignificant(loss, 4));
  return {
    data: csvData(rows),
    mark: { type: "line", interpolate: "monotone", strokeWidth: 1.5, strokeOpacity: 0.8 },
    encoding: {
      x: { field: "axis", type: "quantitative" },
      y: { field: "at", type: "quantitative", scale: { domain: [0, 1], nice: false }, ...HIDDEN },
      detail: { field: "trial" },
      color: {
        field: "loss",
        type: "quantitative",
        title: `${lossTitle} (the worst tenth in one colour)`,
        scale: { type: lossScale, domain, clamp: true },
        legend: {
          orient: "bottom",
          gradientLength: 260,
          titleLimit: 400,
          offset: 26,
          values: legendValues(domain),
        },
      },
    },
  };
}

function valueOn(name: string | undefined) {
  return (trial: Trial) => name === undefined ? trial.validationLoss : trial.parameters[name]!;
}

/** Spreads equal values over the band of theirs, in the order of the trials. */
function placesOn({ positionOf, band }: ParallelAxis, values: readonly number[]): number[] {
  const seen = new Map<number, number>();
  const counts = Map.groupBy(values, (value) => value);
  return values.map((value) => {
    const rank = seen.get(value) ?? 0;
    seen.set(value, rank + 1);
    return positionOf(value) + band * ((rank + 0.5) / counts.get(value)!.length - 0.5);
  });
}

function legendValues([low, high]: readonly number[]): number[] {
  return [low!, roundSignificant(Math.sqrt(low! * high!), 3), high!];
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
