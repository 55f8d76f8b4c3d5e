import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { groupMeans } from "lib/graphs/_group_means.ts";
import { shownDifference } from "lib/graphs/_numbers.ts";
import { graphSpec, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import {
  type DrawnTarget,
  drawnTargets,
  knownItems,
  noteOf,
  type ScoreGraphText,
} from "lib/graphs/_targets.ts";
import type { ByTarget, Scores } from "lib/types.ts";

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
export interface SpreadAgainstErrorOptions extends ScoreGraphText {
  /** Groups of equally many videos, from the least spread to the most. @default 5 */
  readonly groups?: number;
  /** A line under each heading, such as "Spearman 0.21". @default none */
  readonly notes?: ByTarget<string>;
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
  const panels = knownItems(drawnTargets(options), videos, ({ error }, name) => error[name])
    .map(({ target, known }) => {
      const points = known.map(({ item, row }) => pointOf(item, { target, row }));
      const counts = { shown: points.length, all: videos.length };
      return panel(target, points, { groups, note: noteOf(counts, notes?.[target.name]) });
    });
  return graphSpec(options, { hconcat: panels });
}

function pointOf(
  { videoId, spread, error }: SpreadOfVideo,
  { target, row }: { target: DrawnTarget; row: number },
): Point {
  const shown = (value: number | undefined, field: string) =>
    shownDifference(
      checkFinite(value, { graph: GRAPH, field: `videos[${row}].${field}.${target.name}` }),
      target,
    );
  return {
    video: videoId,
    spread: shown(spread[target.name], "spread"),
    error: shown(error[target.name], "error"),
  };
}

interface PanelOptions {
  readonly groups: number;
  readonly note?: string;
}

function panel(
  target: DrawnTarget,
  points: readonly Point[],
  { groups, note }: PanelOptions,
): Panel {
  return {
    title: panelTitle({ text: target.label, note }),
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

function cloud({ style, differences }: DrawnTarget, points: readonly Point[]): Layer {
  return {
    data: csvData(points),
    mark: { type: "point", style, size: 26, fillOpacity: 0.4 },
    encoding: {
      x: {
        field: "spread",
        type: "quantitative",
        title: `Standard deviation of the answers (${differences})`,
        scale: { zero: false, nice: true },
        axis: { grid: false, tickCount: 6 },
      },
      y: {
        field: "error",
        type: "quantitative",
        title: `|Mean answer − actual| (${differences})`,
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
