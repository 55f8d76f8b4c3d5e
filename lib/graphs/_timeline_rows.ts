import { capitalised } from "lib/fixed_text.ts";
import { csvData } from "lib/graphs/_data.ts";
import { referenceRule } from "lib/graphs/_marks.ts";
import { roundTo, shownDifference } from "lib/graphs/_numbers.ts";
import { type Panel, panelTitle } from "lib/graphs/_spec.ts";
import type { DrawnTarget } from "lib/graphs/_targets.ts";
import { placeWords } from "lib/graphs/_timed_words.ts";
import type { StripPicture } from "lib/graphs/film_strip.ts";
import type { Scores, Word } from "lib/types.ts";

/** In pixels. */
const LINE_HEIGHT = 13;

/** What a moment of a clip added to its scores. */
export interface Moment {
  readonly startMs: number;
  readonly endMs: number;
  /** In 0..1; negative where it lowered the score. */
  readonly effect: Scores;
}

/** The seconds that all rows of a timeline share. */
export interface TimeAxis {
  readonly seconds: number;
  /** Pixels from the clip's start to its end. */
  readonly width: number;
  readonly pixelsPerSecond: number;
  readonly x: {
    readonly type: "quantitative";
    readonly scale: { readonly domain: [number, number]; readonly nice: false };
    readonly axis: null;
  };
}

/** The axis from a clip's start to its end. */
export function timeAxis(durationMs: number, width: number): TimeAxis {
  const seconds = durationMs / 1000;
  const scale = { domain: [0, roundTo(seconds, 3)] as [number, number], nice: false } as const;
  const x = { type: "quantitative", scale, axis: null } as const;
  return { seconds, width, pixelsPerSecond: width / seconds, x };
}

/** Draws pictures side by side, spread evenly over the clip. */
export function pictureRow(
  pictures: readonly StripPicture[],
  { axis, aspect }: { axis: TimeAxis; aspect: number },
): Panel {
  const step = axis.seconds / pictures.length;
  const width = Math.floor(Math.min(axis.width / pictures.length, 90)) - 3;
  const height = Math.round(width * aspect);
  const values = pictures.map(({ picture }, i) => ({
    seconds: roundTo((i + 0.5) * step, 3),
    picture,
  }));
  return {
    width: axis.width,
    height,
    data: { values },
    layer: [{
      mark: { type: "image", width, height, tooltip: false },
      encoding: {
        x: { field: "seconds", ...axis.x },
        y: { value: height / 2 },
        url: { field: "picture", type: "nominal" },
      },
    }],
  };
}

/** Writes each word where it is said, in as many lines as it takes. */
export function wordRow(words: readonly Word[], axis: TimeAxis): Panel {
  const placed = placeWords(words, axis);
  const lines = Math.max(...placed.map(({ line }) => line)) + 1;
  return {
    title: panelTitle({ text: "Words" }),
    width: axis.width,
    height: lines * LINE_HEIGHT,
    layer: [{
      data: { values: placed },
      mark: { type: "text", style: "note", align: "left", fontSize: 10, tooltip: false },
      encoding: {
        x: { field: "seconds", ...axis.x },
        y: {
          field: "line",
          type: "quantitative",
          scale: { domain: [-0.5, lines - 0.5], reverse: true, nice: false },
          axis: null,
        },
        text: { field: "text", type: "nominal" },
      },
    }],
  };
}

/** What `effectRow` draws. */
export interface EffectRowOptions {
  readonly axis: TimeAxis;
  readonly target: DrawnTarget;
  /** Whether the seconds are written under it. @default false */
  readonly withTime?: boolean;
}

/** Draws what each moment added to one score as bars about 0. */
export function effectRow(
  moments: readonly Moment[],
  { axis, target, withTime }: EffectRowOptions,
): Panel {
  const bars = moments.map(({ startMs, endMs, effect }) => ({
    from: roundTo(startMs / 1000, 3),
    to: roundTo(endMs / 1000, 3),
    points: shownDifference(effect[target.name] ?? 0, target, 2),
  }));
  const title = "Time in the clip (seconds)";
  const time = withTime
    ? { title, axis: { grid: false, tickCount: Math.round(axis.width / 76) } }
    : {};
  return {
    title: panelTitle({ text: `${target.label}: what each moment added` }),
    width: axis.width,
    height: 80,
    layer: [
      {
        data: csvData(bars),
        mark: { type: "rect", style: target.style, fillOpacity: 0.75, strokeWidth: 0 },
        encoding: {
          x: { field: "from", ...axis.x, ...time },
          x2: { field: "to" },
          y: {
            field: "points",
            type: "quantitative",
            title: capitalised(target.differences),
            axis: { tickCount: 3 },
          },
          y2: { datum: 0 },
        },
      },
      referenceRule({ axis: "y", value: 0, role: "baseline" }),
    ],
  };
}
