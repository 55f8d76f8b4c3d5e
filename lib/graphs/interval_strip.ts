import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import { TARGETS } from "lib/targets.ts";
import type { Prediction, Target } from "lib/types.ts";

const GRAPH = "interval_strip";
const COLUMN_WIDTH = 16;

/** A prediction with its interval, all in 0..1. */
export interface PredictionRange extends Prediction {
  readonly ranges: Readonly<Record<Target, { readonly low: number; readonly high: number }>>;
}

/**
 * Draws predicted scores in ascending order with their intervals and what came true, one panel above
 * the other a target: a dark dot lies inside its interval, a ring in another colour outside.
 *
 * @throws {RangeError} when there is no video or a number is not finite
 */
export function intervalStrip(
  videos: readonly PredictionRange[],
  text: GraphText,
): TopLevelSpec {
  checkFilled(videos, { graph: GRAPH, field: "videos" });
  videos.forEach(checkVideo);
  return graphSpec(text, { vconcat: TARGETS.map((target) => panel(target, videos)) });
}

interface Strip extends Record<string, string | number> {
  readonly video: string;
  /** Place in ascending order of `predicted`, from 1. */
  readonly place: number;
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
  readonly actual: number;
}

function panel(target: Target, videos: readonly PredictionRange[]): Panel {
  const strips = videos
    .toSorted((a, b) => a.predicted[target] - b.predicted[target])
    .map((video, i) => stripOf(video, { target, place: i + 1 }));
  const outside = videos.filter((video) => !isInside(video, target)).map(({ videoId }) => videoId);
  const missed = strips.filter(({ video }) => outside.includes(video));
  const met = strips.filter(({ video }) => !outside.includes(video));
  return {
    title: panelTitle({
      text: TARGET_NAMES[target],
      note:
        `Bars: intervals, ticks: predictions. What came true lies inside for ${met.length} of ` +
        `${videos.length} (dots), outside for ${missed.length} (rings).`,
    }),
    width: Math.max(380, videos.length * COLUMN_WIDTH),
    height: 190,
    layer: [...bars(target, strips), ...dots(met, "inside"), ...dots(missed, "outside")],
  };
}

function bars(target: Target, strips: readonly Strip[]): Layer[] {
  const data = csvData(strips);
  const tooltip = ["video", "predicted", "low", "high", "actual"].map((field) => ({ field }));
  return [
    {
      data,
      mark: { type: "rule", style: target, strokeWidth: 6, opacity: 0.3 },
      encoding: { ...at("low"), y2: { field: "high" }, tooltip },
    },
    {
      data,
      mark: { type: "tick", style: target, orient: "horizontal", thickness: 2.5, size: 10 },
      encoding: { ...at("predicted"), tooltip },
    },
  ];
}

/** Dots of what came true; none where there is no video, for which Vega-Lite has no extent. */
function dots(strips: readonly Strip[], kind: "inside" | "outside"): Layer[] {
  if (strips.length === 0) return [];
  const mark = kind === "inside"
    ? { type: "point", style: "actual", size: 26 } as const
    : { type: "point", style: "original", size: 60, filled: false, strokeWidth: 2.5 } as const;
  return [{ data: csvData(strips), mark, encoding: at("actual") }];
}

/** Where a mark stands: its video's place and one of its scores. */
function at(field: keyof Strip & string) {
  return {
    x: {
      field: "place",
      type: "quantitative",
      title: "Videos, lowest prediction first",
      scale: { nice: false, zero: false, padding: COLUMN_WIDTH / 2 },
      axis: { grid: false, labels: false, ticks: false },
    },
    y: {
      field,
      type: "quantitative",
      title: "Score (0 to 100)",
      scale: { domain: [0, 100] as [number, number] },
      axis: { tickCount: 5 },
    },
  } as const;
}

function stripOf(
  { videoId, predicted, actual, ranges }: PredictionRange,
  { target, place }: { target: Target; place: number },
): Strip {
  return {
    video: videoId,
    place,
    predicted: shownScore(predicted[target]),
    low: shownScore(ranges[target].low),
    high: shownScore(ranges[target].high),
    actual: shownScore(actual[target]),
  };
}

function isInside({ actual, ranges }: PredictionRange, target: Target): boolean {
  return ranges[target].low <= actual[target] && actual[target] <= ranges[target].high;
}

function checkVideo({ predicted, actual, ranges }: PredictionRange, row: number): void {
  for (const target of TARGETS) {
    const field = `videos[${row}]`;
    checkFinite(predicted[target], { graph: GRAPH, field: `${field}.predicted.${target}` });
    checkFinite(actual[target], { graph: GRAPH, field: `${field}.actual.${target}` });
    for (const end of ["low", "high"] as const) {
      checkFinite(ranges[target][end], { graph: GRAPH, field: `${field}.ranges.${target}.${end}` });
    }
  }
}
