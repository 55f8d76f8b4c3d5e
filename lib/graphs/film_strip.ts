import type { TopLevelSpec } from "vega-lite";
import { checkFilled, checkFinite } from "lib/graphs/_checks.ts";
import { csvData } from "lib/graphs/_data.ts";
import { DASHED, referenceRule, textLabel } from "lib/graphs/_marks.ts";
import { roundSignificant, roundTo } from "lib/graphs/_numbers.ts";
import { graphSpec, type GraphText, type Panel } from "lib/graphs/_spec.ts";

const GRAPH = "film_strip";
const WIDTH = 700;
/** Pixels between two pictures. */
const GAP = 4;

/** A small picture of the clip. */
export interface StripPicture {
  readonly timestampMs: number;
  /** As a `data:` URI, so that the graph needs no other file. */
  readonly picture: string;
}

/** The share of attention that one frame received. */
export interface FrameAttention {
  readonly timestampMs: number;
  /** 0..1; all frames of a clip sum to 1. */
  readonly attention: number;
}

/** How `filmStrip` lays out its pictures. */
export interface FilmStripOptions extends GraphText {
  /** Height of a picture divided by its width. @default 16 / 9 */
  readonly aspect?: number;
}

/**
 * Draws a clip's pictures in a row, and under them the share of attention that each of its frames
 * received over the time at which it is shown.
 *
 * Every frame would stand at the dashed line if all received the same.
 *
 * @param pictures in the order of time, spread evenly over the clip
 * @param attention one a frame that the model read, in the order of time
 * @throws {RangeError} when there is no picture or frame, or a number is not finite
 */
export function filmStrip(
  pictures: readonly StripPicture[],
  attention: readonly FrameAttention[],
  options: FilmStripOptions,
): TopLevelSpec {
  checkFilled(pictures, { graph: GRAPH, field: "pictures" });
  checkFilled(attention, { graph: GRAPH, field: "attention" });
  attention.forEach((frame, i) => {
    for (const part of ["timestampMs", "attention"] as const) {
      checkFinite(frame[part], { graph: GRAPH, field: `attention[${i}].${part}` });
    }
  });
  const { aspect = 16 / 9 } = options;
  return graphSpec(options, {
    vconcat: [pictureRow(pictures, aspect), attentionBars(attention)],
    spacing: 14,
  });
}

/** Pictures side by side from left to right; each says below when it is shown. */
function pictureRow(pictures: readonly StripPicture[], aspect: number): Panel {
  const step = WIDTH / pictures.length;
  const width = roundTo(Math.min(step, 100) - GAP, 1);
  const height = Math.round(width * aspect);
  const values = pictures.map(({ timestampMs, picture }, i) => ({
    picture,
    place: roundTo((i + 0.5) * step, 1),
    seconds: `${(timestampMs / 1000).toFixed(1)} s`,
  }));
  const x = { field: "place", type: "quantitative", scale: null, axis: null } as const;
  return {
    width: WIDTH,
    height: height + 16,
    data: { values },
    layer: [
      {
        mark: { type: "image", width, height, tooltip: false },
        encoding: { x, y: { value: height / 2 }, url: { field: "picture", type: "nominal" } },
      },
      {
        mark: { type: "text", style: "note", fontSize: 10, tooltip: false },
        encoding: { x, y: { value: height + 10 }, text: { field: "seconds", type: "nominal" } },
      },
    ],
  };
}

function attentionBars(frames: readonly FrameAttention[]): Panel {
  const step = stepOf(frames); // seconds
  const bars = frames.map(({ timestampMs, attention }) => ({
    from: roundTo(timestampMs / 1000, 3),
    to: roundTo(timestampMs / 1000 + step, 3),
    percent: roundSignificant(100 * attention, 4),
  }));
  const even = 100 / frames.length;
  const domain = [bars[0]!.from, bars.at(-1)!.to];
  const title = "Attention (% of the clip's)";
  return {
    width: WIDTH,
    height: 110,
    layer: [
      {
        data: csvData(bars),
        mark: { type: "rect", style: "model", fillOpacity: 0.75, strokeWidth: 0 },
        encoding: {
          x: {
            field: "from",
            type: "quantitative",
            title: "Time in the clip (seconds)",
            scale: { domain, nice: false, zero: false },
            axis: { grid: false, tickCount: 10 },
          },
          x2: { field: "to" },
          y: { field: "percent", type: "quantitative", title, axis: { tickCount: 4 } },
          y2: { datum: 0 },
        },
      },
      referenceRule({ axis: "y", value: roundSignificant(even, 4), role: "actual", dash: DASHED }),
      textLabel({
        text: ["the same", "for all"],
        x: { value: "width" },
        y: { datum: even },
        role: "actual",
        dx: 6,
        dy: -6,
      }),
    ],
  };
}

/** For how long a frame is shown, in seconds; that of a single frame is taken to be one. */
function stepOf(frames: readonly FrameAttention[]): number {
  const [first, second] = frames;
  return second ? (second.timestampMs - first!.timestampMs) / 1000 : 1;
}
