import { CLIP_FORMAT } from "lib/loaders/sample/_clip_format.ts";
import { cutStencil, type Stencil } from "lib/loaders/sample/_clip_shapes.ts";
import { makeSound } from "lib/loaders/sample/_clip_sound.ts";
import type { SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import type { SampleRecipe, SampleShape } from "lib/loaders/sample/sample_recipe.ts";

const { width, height, fps } = CLIP_FORMAT;

/** How much lighter and darker than their scene's colour the stripes are, in 0..1. */
const CONTRAST = 0.15;
/** Slope of a stripe's edge, in half the stripes' difference a radian. */
const EDGE_SLOPE = 6;
/** Places within a pixel at which stripes can stand. */
const SUBPIXELS = 32;
/** Picture widths by which the last row's stripes lie left of the first row's. */
const SLANT = 0.5;

/** What a clip is made of. */
export type ClipSource = Pick<SampleVideo, "recipe" | "words">;

/**
 * Counted up whenever a recipe is drawn into other pictures or sound; a test knows the digest that
 * belongs to each number.
 */
export const RENDERING = 1;

/** A clip's pictures and sound before anything is encoded; the same on every machine. */
export function drawClip({ recipe, words }: ClipSource) {
  return { frames: drawFrames(recipe), sound: pcmOf(makeSound(recipe, words)) };
}

/**
 * Draws a clip's pictures one after another: RGB bytes, row by row, always in the same memory.
 *
 * The background is a light and a dark stripe, slanted, that move to the right at the clip's speed
 * and come in again on the left. Each takes half of every row, so that together they leave its mean
 * at the scene's colour. Shapes are white.
 */
function* drawFrames(recipe: SampleRecipe): Generator<Uint8Array<ArrayBuffer>> {
  const { durationMs, pictures: { scenes, shapes, motion } } = recipe;
  const picture = new Uint8ClampedArray(3 * width * height);
  const bytes = new Uint8Array(picture.buffer);
  const stencils = stencilsOf(shapes);
  const stripes = scenes.map(({ colour }) => drawStripes(colour));
  for (let frame = 0; frame < Math.round(durationMs * fps / 1000); frame++) {
    const timeMs = 1000 * frame / fps;
    const scene = scenes.findLastIndex(({ startMs }) => startMs <= timeMs);
    paintBackground(picture, stripes[scene]!, motion * timeMs / 1000);
    const shape = shapes.findIndex(({ startMs, endMs }) => startMs <= timeMs && timeMs < endMs);
    if (shape !== -1) paintShape(picture, stencils[shape]!);
    yield bytes;
  }
}

function stencilsOf(shapes: readonly SampleShape[]): Stencil[] {
  return shapes.map(({ kind }) => cutStencil(kind, { width, height }));
}

/**
 * Rows of RGB bytes, two pictures wide, the ith moved to the left by `i / SUBPIXELS` pixels: each
 * pixel is `colour + CONTRAST * clamp(EDGE_SLOPE * sin(2 π x / width))`.
 */
function drawStripes(colour: readonly number[]): Uint8ClampedArray[] {
  return Array.from({ length: SUBPIXELS }, (_, subpixel) => {
    const row = new Uint8ClampedArray(3 * 2 * width);
    for (let at = 0; at < row.length; at++) {
      const x = Math.floor(at / 3) + subpixel / SUBPIXELS;
      const wave = EDGE_SLOPE * Math.sin(2 * Math.PI * x / width);
      row[at] = 255 * (colour[at % 3]! + CONTRAST * Math.min(Math.max(wave, -1), 1));
    }
    return row;
  });
}

/** Fills a picture with stripes that have moved by so many picture widths. */
function paintBackground(
  picture: Uint8ClampedArray,
  stripes: readonly Uint8ClampedArray[],
  moved: number,
): void {
  for (let row = 0; row < height; row++) {
    const left = (1 + SLANT * row / height - moved % 1) % 1 * width; // in pixels
    const pixel = Math.floor(left);
    const source = stripes[Math.floor((left - pixel) * SUBPIXELS)]!;
    picture.set(source.subarray(3 * pixel, 3 * (pixel + width)), 3 * row * width);
  }
}

function paintShape(picture: Uint8ClampedArray, { pixels, coverage }: Stencil): void {
  for (let i = 0; i < pixels.length; i++) {
    for (let at = 3 * pixels[i]!; at < 3 * pixels[i]! + 3; at++) {
      picture[at] = picture[at]! + coverage[i]! * (255 - picture[at]!);
    }
  }
}

/** Samples in -1..1 as 16-bit integers, low byte first. */
function pcmOf(samples: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * samples.length));
  samples.forEach((sample, i) => view.setInt16(2 * i, Math.round(sample * 32_767), true));
  return new Uint8Array(view.buffer);
}
