import { csvData } from "lib/graphs/_data.ts";
import { type LossAxis, pixelOf } from "lib/graphs/_loss_axis.ts";
import { textLabel } from "lib/graphs/_marks.ts";
import { meanOf, roundSignificant } from "lib/graphs/_numbers.ts";
import { roundValues } from "lib/graphs/_parallel_axis.ts";
import type { ReferenceLoss } from "lib/graphs/_reference_losses.ts";
import type { Layer } from "lib/graphs/_spec.ts";
import type { Role } from "lib/graphs/palettes.ts";

const MOST_DOTS = 30;

/** A loss at one moment of a training run. */
export interface LossPoint {
  /** Step or epoch, counted as the options say. */
  readonly at: number;
  readonly loss: number;
  /** Which run it belongs to, where several are drawn. @default "" */
  readonly run?: string;
  /** What its run stands for; each role's best run stands out and is named. @default "model" */
  readonly role?: Role;
}

/** How `lossCurves` draws. */
export interface LossCurvesOptions {
  readonly axis: LossAxis;
  /** What `at` counts. */
  readonly unit: "step" | "epoch";
  /** Points in the trailing mean that is drawn over the raw curve. */
  readonly smoothing: number;
  /** The vertical axis's title. @default "Loss (MSE of scores in 0 to 1)" */
  readonly lossTitle?: string;
  /** Lines that a run's name should keep clear of. @default none */
  readonly references?: readonly ReferenceLoss[];
}

/**
 * Draws one line a run, in each role the run that reaches the lowest loss before the others; with
 * several roles these are named.
 */
export function lossCurves(points: readonly LossPoint[], options: LossCurvesOptions): Layer[] {
  const roles = [...Map.groupBy(points, ({ role = "model" }) => role)];
  return roles.flatMap(([role, ofRole]) =>
    curvesOf(ofRole, { ...options, role }, roles.length > 1)
  );
}

/** The runs of one role: the best one stands out, the others and raw values stay behind it. */
function curvesOf(points: readonly LossPoint[], options: RoleOptions, named: boolean): Layer[] {
  const runs = [...Map.groupBy(points, ({ run = "" }) => run).values()]
    .map((run) => run.toSorted((a, b) => a.at - b.at));
  const best = runs.reduce((a, b) => lowest(b) < lowest(a) ? b : a);
  const others = runs.filter((run) => run !== best).flat();
  const quiet = options.smoothing > 1 ? [...others, ...best] : others;
  const smooth = trailingMean(best, options.smoothing);
  return [
    ...(quiet.length > 0 ? [curve(quiet, options, { strokeWidth: 1, strokeOpacity: 0.3 })] : []),
    curve(smooth, options, { strokeWidth: 2 }),
    ...(smooth.length <= MOST_DOTS ? [dots(smooth, options)] : []),
    ...(named ? [runLabel(smooth, options)] : []),
  ];
}

/** Names a run at its middle: above the curve, or below it where a reference line is near. */
function runLabel(run: readonly LossPoint[], { role, axis, references = [] }: RoleOptions): Layer {
  const middle = run[Math.floor((run.length - 1) / 2)]!;
  const loss = Math.min(middle.loss, axis.domain[1]);
  const above = pixelOf(loss, axis) - 14;
  const crossed = references.some((it) => Math.abs(pixelOf(it.loss, axis) - above) < 12);
  return textLabel({
    text: middle.run ?? "",
    role,
    x: { datum: middle.at },
    y: { datum: loss },
    dx: 6,
    dy: above < 6 || crossed ? 14 : -14,
  });
}

function lowest(run: readonly LossPoint[]): number {
  return run.reduce((least, { loss }) => Math.min(least, loss), Infinity);
}

function trailingMean(run: readonly LossPoint[], window: number): LossPoint[] {
  return run.map((point, i) => ({
    ...point,
    loss: meanOf(run.slice(Math.max(0, i - window + 1), i + 1).map(({ loss }) => loss)),
  }));
}

interface RoleOptions extends LossCurvesOptions {
  readonly role: Role;
}

interface LineLook {
  /** In pixels. */
  readonly strokeWidth: number;
  readonly strokeOpacity?: number;
}

function curve(points: readonly LossPoint[], options: RoleOptions, look: LineLook): Layer {
  return {
    data: dataOf(points, options),
    mark: { type: "line", style: options.role, ...look },
    encoding: { ...positions(options), detail: { field: "run" } },
  };
}

function dots(points: readonly LossPoint[], options: RoleOptions): Layer {
  return {
    data: dataOf(points, options),
    mark: { type: "point", style: options.role, size: 40 },
    encoding: positions(options),
  };
}

/** The points as data; a loss beyond the axis stands at its upper edge. */
function dataOf(points: readonly LossPoint[], { axis }: LossCurvesOptions) {
  const [, highest] = axis.domain;
  return csvData(points.map(({ at, loss, run = "" }) => ({
    at,
    loss: Math.min(highest, roundSignificant(loss, 4)),
    run,
  })));
}

function positions(
  { unit, axis, lossTitle = "Loss (MSE of scores in 0 to 1)" }: LossCurvesOptions,
) {
  const ticks = axis.scale === "log"
    ? { values: roundValues(axis.domain[0], axis.domain[1], "log") }
    : { tickCount: 6 };
  const whole = unit === "epoch" ? { tickMinStep: 1, format: "d" } : { tickCount: 8 };
  return {
    x: {
      field: "at",
      type: "quantitative",
      title: unit === "step" ? "Training step" : "Epoch",
      scale: { zero: false, nice: false, padding: 10 },
      axis: { grid: false, ...whole },
    },
    y: {
      field: "loss",
      type: "quantitative",
      title: lossTitle,
      scale: { type: axis.scale, domain: axis.domain, nice: false },
      axis: ticks,
    },
  } as const;
}
