import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite, checkPositive } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import type { Waveform } from "lib/graphs/_envelope.ts";
import type { StripPicture } from "lib/graphs/film_strip.ts";
import { referenceRule } from "lib/graphs/_marks.ts";
import { roundTo } from "lib/graphs/_numbers.ts";
import { soundPanel } from "lib/graphs/_sound_panel.ts";
import { graphSpec, type GraphText, type Panel, panelTitle } from "lib/graphs/_spec.ts";
import { TARGET_NAMES } from "lib/graphs/_targets.ts";
import { placeWords } from "lib/graphs/_timed_words.ts";
import type { Scores, Target, Word } from "lib/types.ts";

const GRAPH = "timeline";
const WIDTH = 760;
const LINE_HEIGHT = 13;

/** What a moment of a clip added to its scores. */
export interface Moment {
  readonly startMs: number;
  readonly endMs: number;
  /** In 0..1; negative where it lowered the score. */
  readonly effect: Scores;
}

/** What is seen, heard and said in a clip, and what it did; what a clip lacks is left out. */
export interface TimelineClip {
  readonly durationMs: number;
  /** In the order of time, spread evenly over the clip. */
  readonly pictures?: readonly StripPicture[];
  readonly sound?: Waveform;
  /** In the order of time. */
  readonly words?: readonly Word[];
  /** In the order of time. */
  readonly moments: readonly Moment[];
}

/** How `timeline` lays out its pictures. */
export interface TimelineOptions extends GraphText {
  /** Height of a picture divided by its width. @default 16 / 9 */
  readonly aspect?: number;
}

/**
 * Draws a clip over time: its pictures, its sound, its words, and under them what each moment added
 * to both scores.
 *
 * @throws {RangeError} when there is no moment, the duration is not above 0 or a number is not finite
 */
export function timeline(clip: TimelineClip, options: TimelineOptions): TopLevelSpec {
  const { durationMs, pictures = [], sound, words = [], moments } = clip;
  checkPositive(durationMs, { graph: GRAPH, field: "clip.durationMs" });
  checkMoments(moments);
  const { aspect = 16 / 9 } = options;
  const axis = timeAxis(durationMs);
  return graphSpec(options, {
    vconcat: [
      ...(pictures.length > 0 ? [pictureRow(pictures, { axis, aspect })] : []),
      ...(sound ? [soundPanel(sound, { width: WIDTH, height: 46, x: axis.x })] : []),
      ...(words.length > 0 ? [wordRow(words, axis)] : []),
      effectRow(moments, { axis, target: "virality" }),
      effectRow(moments, { axis, target: "engagement", withTime: true }),
    ],
    spacing: 12,
  });
}

function checkMoments(moments: readonly Moment[]): void {
  checkFilled(moments, { graph: GRAPH, field: "clip.moments" });
  moments.forEach(({ startMs, endMs, effect }, i) => {
    for (const [field, value] of Object.entries({ startMs, endMs, ...effect })) {
      checkFinite(value, { graph: GRAPH, field: `clip.moments[${i}].${field}` });
    }
  });
}

/** The seconds that all rows share. */
interface TimeAxis {
  readonly seconds: number;
  readonly pixelsPerSecond: number;
  readonly x: {
    readonly type: "quantitative";
    readonly scale: { readonly domain: [number, number]; readonly nice: false };
    readonly axis: null;
  };
}

function timeAxis(durationMs: number): TimeAxis {
  const seconds = durationMs / 1000;
  const scale = { domain: [0, roundTo(seconds, 3)] as [number, number], nice: false } as const;
  const x = { type: "quantitative", scale, axis: null } as const;
  return { seconds, pixelsPerSecond: WIDTH / seconds, x };
}

function pictureRow(
  pictures: readonly StripPicture[],
  { axis, aspect }: { axis: TimeAxis; aspect: number },
): Panel {
  const step = axis.seconds / pictures.length;
  const width = Math.floor(Math.min(WIDTH / pictures.length, 90)) - 3;
  const height = Math.round(width * aspect);
  const values = pictures.map(({ picture }, i) => ({
    seconds: roundTo((i + 0.5) * step, 3),
    picture,
  }));
  return {
    width: WIDTH,
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

function wordRow(words: readonly Word[], axis: TimeAxis): Panel {
  const placed = placeWords(words, axis);
  const lines = Math.max(...placed.map(({ line }) => line)) + 1;
  return {
    title: panelTitle({ text: "Words" }),
    width: WIDTH,
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

interface EffectRow {
  readonly axis: TimeAxis;
  readonly target: Target;
  /** Whether the seconds are written under it. @default false */
  readonly withTime?: boolean;
}

function effectRow(moments: readonly Moment[], { axis, target, withTime }: EffectRow): Panel {
  const bars = moments.map(({ startMs, endMs, effect }) => ({
    from: roundTo(startMs / 1000, 3),
    to: roundTo(endMs / 1000, 3),
    points: roundTo(100 * effect[target], 3),
  }));
  const title = "Time in the clip (seconds)";
  const time = withTime ? { title, axis: { grid: false, tickCount: 10 } } : {};
  return {
    title: panelTitle({ text: `${TARGET_NAMES[target]}: what each moment added` }),
    width: WIDTH,
    height: 80,
    layer: [
      {
        data: csvData(bars),
        mark: { type: "rect", style: target, fillOpacity: 0.75, strokeWidth: 0 },
        encoding: {
          x: { field: "from", ...axis.x, ...time },
          x2: { field: "to" },
          y: {
            field: "points",
            type: "quantitative",
            title: "Points of 100",
            axis: { tickCount: 3 },
          },
          y2: { datum: 0 },
        },
      },
      referenceRule({ axis: "y", value: 0, role: "baseline" }),
    ],
  };
}
