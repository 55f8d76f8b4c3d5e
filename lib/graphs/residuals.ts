import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { groupMeans } from "lib/graphs/_group_means.ts";
import { referenceRule } from "lib/graphs/_marks.ts";
import { scoreDomain, shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import { TARGETS } from "lib/targets.ts";
import type { Prediction, Target } from "lib/types.ts";

const GRAPH = "residuals";

/** How `residuals` averages. */
export interface ResidualsOptions extends GraphText {
  /** Groups of equally many videos, from the lowest prediction to the highest. @default 10 */
  readonly groups?: number;
}

interface Point extends Record<string, string | number> {
  readonly video: string;
  readonly predicted: number;
  readonly residual: number;
}

/**
 * Draws each video's residual, `predicted - actual`, over its prediction with group means, one panel
 * a target.
 *
 * Means off zero show where the model is systematically too high or too low.
 *
 * @throws {RangeError} when there is no prediction, a score is not finite, or `groups` is under 1
 */
export function residuals(
  predictions: readonly Prediction[],
  options: ResidualsOptions,
): TopLevelSpec {
  const { groups = 10 } = options;
  checkFilled(predictions, { graph: GRAPH, field: "predictions" });
  if (!(Number.isInteger(groups) && groups >= 1)) {
    throw new RangeError(
      `Cannot draw ${GRAPH}: expected options.groups to be at least 1, got ${groups}`,
    );
  }
  const columns = TARGETS.map((target) => predictions.map((p, i) => pointOf(p, target, i)));
  const domains = {
    predicted: scoreDomain(columns.flat().map(({ predicted }) => predicted)),
    residual: scoreDomain(columns.flat().map(({ residual }) => residual)),
  };
  const panels = TARGETS.map((target, i) => panel(target, columns[i]!, { groups, domains }));
  return graphSpec(options, { hconcat: panels });
}

function pointOf({ videoId, predicted, actual }: Prediction, target: Target, row: number): Point {
  const field = (side: string) => `predictions[${row}].${side}.${target}`;
  checkFinite(predicted[target], { graph: GRAPH, field: field("predicted") });
  checkFinite(actual[target], { graph: GRAPH, field: field("actual") });
  const residual = shownScore(predicted[target] - actual[target]);
  return { video: videoId, predicted: shownScore(predicted[target]), residual };
}

interface PanelOptions {
  readonly groups: number;
  readonly domains: Readonly<Record<"predicted" | "residual", [number, number]>>;
}

function panel(target: Target, points: readonly Point[], { groups, domains }: PanelOptions): Panel {
  return {
    title: panelTitle({ text: TARGET_NAMES[target] }),
    width: 310,
    height: 230,
    layer: [
      cloud(target, points, domains),
      referenceRule({ axis: "y", value: 0, role: "baseline" }),
      ...groupMeans(points, { x: "predicted", y: "residual", groups, size: 26, label: { dx: 8 } }),
    ],
  };
}

function cloud(target: Target, points: readonly Point[], domains: PanelOptions["domains"]): Layer {
  const name = TARGET_NAMES[target].toLowerCase();
  return {
    data: csvData(points),
    mark: { type: "point", style: target, size: points.length > 1000 ? 12 : 24, fillOpacity: 0.35 },
    encoding: {
      x: {
        field: "predicted",
        type: "quantitative",
        title: `Predicted ${name} (0 to 100)`,
        scale: { domain: domains.predicted },
        axis: { grid: false, tickCount: 6 },
      },
      y: {
        field: "residual",
        type: "quantitative",
        title: "Predicted − actual (points of 100)",
        scale: { domain: domains.residual },
        axis: { tickCount: 6 },
      },
      tooltip: [
        { field: "video", title: "Video" },
        { field: "predicted", type: "quantitative", title: "Predicted" },
        { field: "residual", type: "quantitative", title: "Residual" },
      ],
    },
  };
}
