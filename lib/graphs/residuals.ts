import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { groupMeans } from "lib/graphs/_group_means.ts";
import { referenceRule } from "lib/graphs/_marks.ts";
import { shownDifference, shownScore, spanOf } from "lib/graphs/_numbers.ts";
import { graphSpec, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import {
  type DrawnTarget,
  drawnTargets,
  knownItems,
  noteOf,
  type ScoreGraphText,
  sharedDomains,
} from "lib/graphs/_targets.ts";
import type { Prediction } from "lib/types.ts";

const GRAPH = "residuals";

/** How `residuals` averages. */
export interface ResidualsOptions extends ScoreGraphText {
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
  const columns = knownItems(drawnTargets(options), predictions, ({ actual }, name) => actual[name])
    .map(({ target, known }) => ({
      target,
      points: known.map(({ item, row }) => pointOf(item, { target, row })),
    }));
  const predicted = sharedDomains(columns.map(({ target, points }) => ({
    target,
    shown: points.map(({ predicted }) => predicted),
  })));
  const residual = sharedDomains(columns.map(({ target, points }) => ({
    target: { range: [0, spanOf(target)] },
    shown: points.map(({ residual }) => residual),
  })));
  const panels = columns.map(({ target, points }, i) => {
    const domains = { predicted: predicted[i]!, residual: residual[i]! };
    const note = noteOf({ shown: points.length, all: predictions.length });
    return panel(target, points, { groups, domains, note });
  });
  return graphSpec(options, { hconcat: panels });
}

function pointOf(
  { videoId, predicted, actual }: Prediction,
  { target, row }: { target: DrawnTarget; row: number },
): Point {
  const finite = (score: number | undefined, side: string) =>
    checkFinite(score, { graph: GRAPH, field: `predictions[${row}].${side}.${target.name}` });
  const said = finite(predicted[target.name], "predicted");
  const residual = shownDifference(said - finite(actual[target.name], "actual"), target);
  return { video: videoId, predicted: shownScore(said, target), residual };
}

interface PanelOptions {
  readonly groups: number;
  readonly domains: Readonly<Record<"predicted" | "residual", [number, number]>>;
  readonly note?: string;
}

function panel(target: DrawnTarget, points: readonly Point[], options: PanelOptions): Panel {
  const { groups, domains, note } = options;
  return {
    title: panelTitle({ text: target.label, note }),
    width: 310,
    height: 230,
    layer: [
      cloud(target, points, domains),
      referenceRule({ axis: "y", value: 0, role: "baseline" }),
      ...groupMeans(points, { x: "predicted", y: "residual", groups, size: 26, label: { dx: 8 } }),
    ],
  };
}

function cloud(
  { label, style, values, differences }: DrawnTarget,
  points: readonly Point[],
  domains: PanelOptions["domains"],
): Layer {
  return {
    data: csvData(points),
    mark: { type: "point", style, size: points.length > 1000 ? 12 : 24, fillOpacity: 0.35 },
    encoding: {
      x: {
        field: "predicted",
        type: "quantitative",
        title: `Predicted ${label.toLowerCase()} (${values})`,
        scale: { domain: domains.predicted },
        axis: { grid: false, tickCount: 6 },
      },
      y: {
        field: "residual",
        type: "quantitative",
        title: `Predicted − actual (${differences})`,
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
