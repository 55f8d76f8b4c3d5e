import type { DenseMatrix, Frame } from "lib/types.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";

/** What each column of `frameStats` holds, in order; all are in 0..1. */
const FRAME_STATS_COLUMNS = [
  "meanRed",
  "meanGreen",
  "meanBlue",
  "stdRed",
  "stdGreen",
  "stdBlue",
  "meanBrightness",
  "stdBrightness",
  "darkShare",
  "lightShare",
  "meanSaturation",
  "colourfulness",
  "warmth",
  "edgeStrength",
  "edgeShare",
  "centreBrightness",
  "topBrightness",
  "bottomBrightness",
  "motion",
  "movingShare",
] as const;

const WIDTH = 72;
const HEIGHT = 128;
const PIXELS = WIDTH * HEIGHT;

/** A grey level counts as dark below, as light above; 0..1. */
const DARK = 0.2;
const LIGHT = 0.8;
/** A step in brightness to the next pixel, or since the last frame, that counts; 0..1. */
const EDGE = 0.1;
const MOVING = 0.05;

/** Each pixel's properties, `PIXELS` numbers each in 0..1. */
interface Planes {
  red: Float64Array;
  green: Float64Array;
  blue: Float64Array;
  brightness: Float64Array;
}

/**
 * Describes frames by colour, brightness, contrast, edges and motion: no weights, no download.
 *
 * Brightness is ITU-R BT.601 luma; colourfulness is Hasler and Süsstrunk's `sqrt(σ² of rg and yb) +
 * 0.3 sqrt(μ² of rg and yb)` ("Measuring colourfulness in natural images", 2003), halved to stay in
 * 0..1; warmth is `(1 + red - blue) / 2`, 0.5 for grey; motion is the mean absolute change in
 * brightness since the clip's last frame, 0 in its first. The baseline for every visual model: it sees no shapes and knows no objects.
 */
export const frameStats: FrameEncoder = {
  name: "frame-stats",
  columns: FRAME_STATS_COLUMNS.length,
  geometry: { resize: { width: WIDTH, height: HEIGHT }, filter: "bilinear" },
  batchSize: 16,
  identity: { model: "frame-stats", version: "2" }, // another version for other numbers: stores keep them
  encode(items) {
    const rows = items.map(({ frame, previous }) => {
      const planes = planesOf(frame);
      return statsOf(planes, previous ? planesOf(previous).brightness : planes.brightness);
    });
    return Promise.resolve(
      {
        kind: "dense",
        rows: rows.length,
        columns: FRAME_STATS_COLUMNS.length,
        data: Float32Array.from(rows.flat()),
      } satisfies DenseMatrix,
    );
  },
};

function statsOf(planes: Planes, before: Float64Array): number[] {
  const { red, green, blue, brightness } = planes;
  const stats: Record<typeof FRAME_STATS_COLUMNS[number], number> = {
    meanRed: mean(red),
    meanGreen: mean(green),
    meanBlue: mean(blue),
    stdRed: std(red),
    stdGreen: std(green),
    stdBlue: std(blue),
    meanBrightness: mean(brightness),
    stdBrightness: std(brightness),
    darkShare: share(brightness, (value) => value < DARK),
    lightShare: share(brightness, (value) => value > LIGHT),
    meanSaturation: mean(saturation(planes)),
    colourfulness: colourfulness(planes),
    warmth: (1 + mean(red) - mean(blue)) / 2,
    ...edges(brightness),
    centreBrightness: mean(thirds(brightness, 1)),
    topBrightness: mean(thirds(brightness, 0)),
    bottomBrightness: mean(thirds(brightness, 2)),
    ...motion(brightness, before),
  };
  return FRAME_STATS_COLUMNS.map((column) => stats[column]);
}

function planesOf({ width, height, pixels }: Frame): Planes {
  if (width !== WIDTH || height !== HEIGHT) {
    throw new TypeError(
      `Cannot describe a frame: expected ${WIDTH}x${HEIGHT} pixels, got ${width}x${height}`,
    );
  }
  const [red, green, blue] = [planeOf(pixels, 0), planeOf(pixels, 1), planeOf(pixels, 2)];
  const brightness = red.map((r, i) => 0.299 * r + 0.587 * green[i]! + 0.114 * blue[i]!);
  return { red, green, blue, brightness };
}

function planeOf(pixels: Uint8Array, channel: number): Float64Array {
  const plane = new Float64Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) plane[i] = pixels[3 * i + channel]! / 255;
  return plane;
}

/** `(max - min) / max` of the three colours, 0 for black. */
function saturation({ red, green, blue }: Planes): Float64Array {
  return red.map((r, i) => {
    const most = Math.max(r, green[i]!, blue[i]!);
    return most === 0 ? 0 : (most - Math.min(r, green[i]!, blue[i]!)) / most;
  });
}

function colourfulness({ red, green, blue }: Planes): number {
  const redGreen = red.map((r, i) => r - green[i]!);
  const yellowBlue = red.map((r, i) => (r + green[i]!) / 2 - blue[i]!);
  const spread = Math.hypot(std(redGreen), std(yellowBlue));
  return (spread + 0.3 * Math.hypot(mean(redGreen), mean(yellowBlue))) / 2;
}

/** Mean and share of steps in brightness to the right and the lower neighbour. */
function edges(brightness: Float64Array) {
  const steps = brightness.map((value, i) => {
    const right = i % WIDTH < WIDTH - 1 ? brightness[i + 1]! - value : 0;
    const below = i < PIXELS - WIDTH ? brightness[i + WIDTH]! - value : 0;
    return Math.sqrt((right * right + below * below) / 2); // Math.hypot takes ten times as long
  });
  return { edgeStrength: mean(steps), edgeShare: share(steps, (step) => step > EDGE) };
}

function motion(brightness: Float64Array, before: Float64Array) {
  const change = brightness.map((value, i) => Math.abs(value - before[i]!));
  return { motion: mean(change), movingShare: share(change, (value) => value > MOVING) };
}

/** The upper (0), middle (1) or lower (2) third of the rows. */
function thirds(plane: Float64Array, which: number): Float64Array {
  const border = (part: number) => Math.round(HEIGHT * part / 3) * WIDTH;
  return plane.subarray(border(which), border(which + 1));
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function std(values: Float64Array): number {
  const average = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - average) ** 2;
  return Math.sqrt(squares / values.length);
}

function share(values: Float64Array, holds: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count++;
  return count / values.length;
}
