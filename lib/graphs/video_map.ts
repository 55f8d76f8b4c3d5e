import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { roundSignificant, shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores, Target } from "lib/types.ts";

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
export interface VideoMapOptions extends GraphText {
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
  videos.forEach(({ x, y, scores }, i) => {
    const field = `videos[${i}]`;
    checkFinite(x, { graph: GRAPH, field: `${field}.x` });
    checkFinite(y, { graph: GRAPH, field: `${field}.y` });
    for (const target of TARGETS) {
      checkFinite(scores[target], { graph: GRAPH, field: `${field}.scores.${target}` });
    }
  });
  const { axes = ["Component 1", "Component 2"] } = options;
  return graphSpec(options, { hconcat: TARGETS.map((target) => panel(videos, { target, axes })) });
}

function panel(
  videos: readonly PlacedVideo[],
  { target, axes }: { target: Target; axes: readonly [string, string] },
): Panel {
  const points = videos.map(({ videoId, x, y, scores }) => ({
    video: videoId,
    x: roundSignificant(x, 4),
    y: roundSignificant(y, 4),
    score: shownScore(scores[target]),
  }));
  const name = TARGET_NAMES[target];
  const place = (field: "x" | "y", title: string) => ({
    field,
    type: "quantitative",
    title,
    scale: { zero: false },
    axis: { tickCount: 5 },
  } as const);
  return {
    title: panelTitle({ text: name }),
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
          title: `${name} (0 to 100)`,
          scale: { range: "ramp" },
          legend: { orient: "bottom", gradientLength: SIDE },
        },
        tooltip: [
          { field: "video", title: "Video" },
          { field: "score", type: "quantitative", title: name },
        ],
      },
    }],
    resolve: { scale: { color: "independent" } },
  };
}
