import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { roundSignificant, shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import {
  type DrawnTarget,
  drawnTargets,
  knownItems,
  noteOf,
  type ScoreGraphText,
} from "lib/graphs/_targets.ts";
import type { Scores } from "lib/types.ts";

const GRAPH = "video_map";
const SIDE = 310;

/** A video's place in the plane. */
export interface PlacedVideo {
  readonly videoId: string;
  readonly x: number;
  readonly y: number;
  readonly scores: Scores;
}

/** How `videoMap` labels its axes. */
export interface VideoMapOptions extends ScoreGraphText {
  /** Axis titles, such as "Component 1 (34% of variance)". @default "Component 1", "Component 2" */
  readonly axes?: readonly [string, string];
}

/**
 * Draws every video at its place in the plane, coloured by its score, one panel a target.
 *
 * Colours that lie in order show that the features know the score; a mixture shows that these two
 * directions do not, though others may. Each panel's colours span its own scores.
 *
 * @throws {RangeError} when there is no video or a number is not finite
 */
export function videoMap(videos: readonly PlacedVideo[], options: VideoMapOptions): TopLevelSpec {
  checkFilled(videos, { graph: GRAPH, field: "videos" });
  const { axes = ["Component 1", "Component 2"] } = options;
  const panels = knownItems(drawnTargets(options), videos, ({ scores }, name) => scores[name])
    .map(({ target, known }) => {
      const points = known.map(({ item, row }) => pointOf(item, { target, row }));
      const note = noteOf({ shown: points.length, all: videos.length });
      return panel(points, { target, axes, note });
    });
  return graphSpec(options, { hconcat: panels });
}

function pointOf(
  { videoId, x, y, scores }: PlacedVideo,
  { target, row }: { target: DrawnTarget; row: number },
) {
  const finite = (value: number | undefined, field: string) =>
    checkFinite(value, { graph: GRAPH, field: `videos[${row}].${field}` });
  return {
    video: videoId,
    x: roundSignificant(finite(x, "x"), 4),
    y: roundSignificant(finite(y, "y"), 4),
    score: shownScore(finite(scores[target.name], `scores.${target.name}`), target),
  };
}

interface PanelOptions {
  readonly target: DrawnTarget;
  readonly axes: readonly [string, string];
  readonly note?: string;
}

function panel(
  points: readonly ReturnType<typeof pointOf>[],
  { target: { label, values }, axes, note }: PanelOptions,
): Panel {
  const place = (field: "x" | "y", title: string) => ({
    field,
    type: "quantitative",
    title,
    scale: { zero: false },
    axis: { tickCount: 5 },
  } as const);
  return {
    title: panelTitle({ text: label, note }),
    width: SIDE,
    height: SIDE,
    layer: [{
      data: csvData(points),
      mark: { type: "point", size: points.length > 1000 ? 14 : 36 },
      encoding: {
        x: place("x", axes[0]),
        y: place("y", axes[1]),
        color: {
          field: "score",
          type: "quantitative",
          title: `${label} (${values})`,
          scale: { range: "ramp" },
          legend: { orient: "bottom", gradientLength: SIDE },
        },
        tooltip: [
          { field: "video", title: "Video" },
          { field: "score", type: "quantitative", title: label },
        ],
      },
    }],
    resolve: { scale: { color: "independent" } },
  };
}
