import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite, checkPositive } from "lib/graphs/_checks.ts";
import { lossAxis } from "lib/graphs/_loss_axis.ts";
import { lossCurves, type LossPoint } from "lib/graphs/_loss_curves.ts";
import {
  checkReferences,
  type ReferenceLoss,
  referenceLosses,
} from "lib/graphs/_reference_losses.ts";
import { graphSpec, type GraphText } from "lib/graphs/_spec.ts";

const GRAPH = "loss_curve";
const HEIGHT = 300;

/** How `lossCurve` draws. */
export interface LossCurveOptions extends GraphText {
  /** What `at` counts. */
  readonly unit: "step" | "epoch";
  /** The vertical axis's title. @default "Loss (MSE of scores in 0 to 1)" */
  readonly lossTitle?: string;
  /** Points in the trailing mean that is drawn over the raw curve. @default 1, no smoothing */
  readonly smoothing?: number;
  /** @default "linear" */
  readonly scale?: "linear" | "log";
  /** Losses above it are drawn at the upper edge. @default the highest loss */
  readonly maxLoss?: number;
  /** Lines to compare with, each named at its right end. @default none */
  readonly references?: readonly ReferenceLoss[];
}

/**
 * Draws loss over training steps or epochs, one line a run, in each role the run that reaches the
 * lowest loss before the others; with several roles these are named.
 *
 * @throws {RangeError} when there is no point, a loss is not positive, or `at` is not finite
 */
export function lossCurve(points: readonly LossPoint[], options: LossCurveOptions): TopLevelSpec {
  const { smoothing = 1, scale = "linear", references = [] } = options;
  checkPoints(points);
  checkReferences(references, GRAPH);
  if (!(Number.isInteger(smoothing) && smoothing >= 1)) {
    throw new RangeError(
      `Cannot draw ${GRAPH}: expected options.smoothing to be at least 1 point, got ${smoothing}`,
    );
  }
  const losses = [...points, ...references].map(({ loss }) => loss);
  const axis = lossAxis(losses, { scale, height: HEIGHT, maxLoss: options.maxLoss });
  const note = smoothing > 1 ? ` · line: mean of the last ${smoothing} points` : "";
  return graphSpec({ title: options.title, subtitle: options.subtitle + note }, {
    width: 620,
    height: HEIGHT,
    layer: [
      ...lossCurves(points, { ...options, smoothing, axis }),
      ...referenceLosses(references, axis),
    ],
  });
}

function checkPoints(points: readonly LossPoint[]): void {
  checkFilled(points, { graph: GRAPH, field: "points" });
  points.forEach(({ at, loss }, i) => {
    checkFinite(at, { graph: GRAPH, field: `points[${i}].at` });
    checkPositive(loss, { graph: GRAPH, field: `points[${i}].loss` });
  });
}
