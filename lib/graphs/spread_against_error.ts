import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { groupMeans } from "lib/graphs/_group_means.ts";
import { shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores, Target } from "lib/types.ts";

const GRAPH = "spread_against_error";

/** How much a model's answers about a video differ, and how wrong their mean is. */
export interface SpreadOfVideo {
  readonly videoId: string;
  /** Standard deviation of the answers, in 0..1. */
  readonly spread: Scores;
  /** `|mean of the answers - actual|`, in 0..1. */
  readonly error: Scores;
}

/** How `spreadAgainstError` averages and labels. */
export interface SpreadAgainstErrorOptions extends GraphText {
  /** Groups of equally many videos, from the least spread to the most. @default 5 */
  readonly groups?: number;
  /** A line under each heading, such as "Spearman 0.21". @default none */
  readonly notes?: Readonly<Record<Target, string>>;
}

interface Point extends Record<string, string | number> {
  readonly video: string;
  readonly spread: number;
  readonly error: number;
}

/**
 * Draws each video's error over the spread of its answers with group means, one panel a target.
 *
 * Means that rise say that answers which differ more are worse; a level line says that the spread is
 * no signal.
 *
 * @throws {RangeError} when there is no video, a number is not finite, or `groups` is under 1
 */
export function spreadAgainstError(
  videos: readonly SpreadOfVideo[],
  options: SpreadAgainstErrorOptions,
): TopLevelSpec {
  const { groups = 5, notes } = options;
  checkFilled(videos, { graph: GRAPH, field: "videos" });
  if (!(Number.isInteger(groups) && groups >= 1)) {
    throw new RangeError(
      `Cannot draw ${GRAPH}: expected options.groups to be at least 1, got ${groups}`,
    );
  }
  const panels = TARGETS.map((target) => {
    const points = videos.map((video, row) => pointOf(video, target, row));
    return panel(target, points, { groups, note: notes?.[target] });
  });
  return graphSpec(options, { hconcat: panels });
}

function pointOf({ videoId, spread, error }: SpreadOfVideo, target: Target, row: number): Point {
  checkFinite(spread[target], { graph: GRAPH, field: `videos[${row}].spread.${target}` });
  checkFinite(error[target], { graph: GRAPH, field: `videos[${row}].error.${target}` });
  return { video: videoId, spread: shownScore(spread[target]), error: shownScore(error[target]) };
}

interface PanelOptions {
  readonly groups: number;
  readonly note?: string;
}

function panel(target: Target, points: readonly Point[], { groups, note }: PanelOptions): Panel {
  return {
    title: panelTitle({ text: TARGET_NAMES[target], note }),
    width: 310,
    height: 230,
    layer: [
      cloud(target, points),
      ...groupMeans(points, {
        x: "spread",
        y: "error",
        groups,
        size: 30,
        label: { dy: -14 },
      }),
    ],
  };
}

function cloud(target: Target, points: readonly Point[]): Layer {
  return {
    data: csvData(points),
    mark: { type: "point", style: target, size: 26, fillOpacity: 0.4 },
    encoding: {
      x: {
        field: "spread",
        type: "quantitative",
        title: "Standard deviation of the answers (points of 100)",
        scale: { zero: false, nice: true },
        axis: { grid: false, tickCount: 6 },
      },
      y: {
        field: "error",
        type: "quantitative",
        title: "|Mean answer − actual| (points of 100)",
        axis: { tickCount: 6 },
      },
      tooltip: [
        { field: "video", title: "Video" },
        { field: "spread", type: "quantitative", title: "Spread" },
        { field: "error", type: "quantitative", title: "Error" },
      ],
    },
  };
}
