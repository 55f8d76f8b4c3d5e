import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { shownScore } from "lib/graphs/_numbers.ts";
import { graphSpec, type Layer, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import {
  type DrawnTarget,
  drawnTargets,
  knownItems,
  type ScoreGraphText,
} from "lib/graphs/_targets.ts";
import type { ByTarget, Prediction } from "lib/types.ts";

const GRAPH = "interval_strip";
const COLUMN_WIDTH = 16;

/** A prediction with its interval, all in 0..1. */
export interface PredictionRange extends Prediction {
  readonly ranges: ByTarget<{ readonly low: number; readonly high: number }>;
}

/**
 * Draws predicted scores in ascending order with their intervals and what came true, one panel above
 * the other a target: a dark dot lies inside its interval, a ring in another colour outside.
 *
 * @throws {RangeError} when there is no video or a number is not finite
 */
export function intervalStrip(
  videos: readonly PredictionRange[],
  text: ScoreGraphText,
): TopLevelSpec {
  checkFilled(videos, { graph: GRAPH, field: "videos" });
  const panels = knownItems(drawnTargets(text), videos, ({ actual }, name) => actual[name])
    .map(({ target, known }) =>
      panel(target, known.map(({ item, row }) => numbersOf(item, { target: target.name, row })))
    );
  return graphSpec(text, { vconcat: panels });
}

/** One target's numbers of a video, in 0..1. */
interface Numbers {
  readonly videoId: string;
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
  readonly actual: number;
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

function panel(target: DrawnTarget, videos: readonly Numbers[]): Panel {
  const strips = videos
    .toSorted((a, b) => a.predicted - b.predicted)
    .map((video, i) => stripOf(video, { target, place: i + 1 }));
  const outside = videos.filter(({ low, actual, high }) => !(low <= actual && actual <= high))
    .map(({ videoId }) => videoId);
  const missed = strips.filter(({ video }) => outside.includes(video));
  const met = strips.filter(({ video }) => !outside.includes(video));
  return {
    title: panelTitle({
      text: target.label,
      note:
        `Bars: intervals, ticks: predictions. What came true lies inside for ${met.length} of ` +
        `${videos.length} (dots), outside for ${missed.length} (rings).`,
    }),
    width: Math.max(380, videos.length * COLUMN_WIDTH),
    height: 190,
    layer: [
      ...bars(target, strips),
      ...dots(target, { strips: met, kind: "inside" }),
      ...dots(target, { strips: missed, kind: "outside" }),
    ],
  };
}

function bars(target: DrawnTarget, strips: readonly Strip[]): Layer[] {
  const data = csvData(strips);
  const tooltip = ["video", "predicted", "low", "high", "actual"].map((field) => ({ field }));
  return [
    {
      data,
      mark: { type: "rule", style: target.style, strokeWidth: 6, opacity: 0.3 },
      encoding: { ...at("low", target), y2: { field: "high" }, tooltip },
    },
    {
      data,
      mark: { type: "tick", style: target.style, orient: "horizontal", thickness: 2.5, size: 10 },
      encoding: { ...at("predicted", target), tooltip },
    },
  ];
}

/** Dots of what came true; none where there is no video, for which Vega-Lite has no extent. */
function dots(
  target: DrawnTarget,
  { strips, kind }: { strips: readonly Strip[]; kind: "inside" | "outside" },
): Layer[] {
  if (strips.length === 0) return [];
  const mark = kind === "inside"
    ? { type: "point", style: "actual", size: 26 } as const
    : { type: "point", style: "original", size: 60, filled: false, strokeWidth: 2.5 } as const;
  return [{ data: csvData(strips), mark, encoding: at("actual", target) }];
}

/** Where a mark stands: its video's place and one of its scores. */
function at(field: keyof Strip & string, { values, range: [low, high] }: DrawnTarget) {
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
      title: `Score (${values})`,
      scale: { domain: [low, high] as [number, number] },
      axis: { tickCount: 5 },
    },
  } as const;
}

function stripOf(
  { videoId, ...numbers }: Numbers,
  { target, place }: { target: DrawnTarget; place: number },
): Strip {
  return {
    video: videoId,
    place,
    predicted: shownScore(numbers.predicted, target),
    low: shownScore(numbers.low, target),
    high: shownScore(numbers.high, target),
    actual: shownScore(numbers.actual, target),
  };
}

function numbersOf(
  { videoId, predicted, actual, ranges }: PredictionRange,
  { target, row }: { target: string; row: number },
): Numbers {
  const finite = (value: number | undefined, field: string) =>
    checkFinite(value, { graph: GRAPH, field: `videos[${row}].${field}` });
  return {
    videoId,
    predicted: finite(predicted[target], `predicted.${target}`),
    actual: finite(actual[target], `actual.${target}`),
    low: finite(ranges[target]?.low, `ranges.${target}.low`),
    high: finite(ranges[target]?.high, `ranges.${target}.high`),
  };
}
