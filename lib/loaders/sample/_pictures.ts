import type { ClipDesign } from "lib/loaders/sample/_design.ts";
import type { Parameters } from "lib/loaders/sample/_parameters.ts";
import type { SamplePictures, SampleScene, SampleShape } from "lib/loaders/sample/sample_recipe.ts";
import type { Generator } from "lib/random.ts";
import type { Word } from "lib/types.ts";

/** Least time in ms that a shape is on screen before the first cue word and after the last. */
const MARGIN_MS = 150;

/** How far a scene's warmth and brightness may lie from its clip's, in 0..1. */
const SCENE_SPREAD = 0.05;

/** A clip of which the words are known. */
export interface SpokenClip {
  readonly design: ClipDesign;
  readonly durationMs: number;
  readonly cues: readonly Word[];
  readonly parameters: Parameters;
}

/** Plans what a clip shows: scenes around its mean colour, and its shapes at their times. */
export function planPictures(generator: Generator, clip: SpokenClip): SamplePictures {
  const { warmth, brightness, motion } = clip.parameters;
  return {
    warmth,
    brightness,
    motion,
    scenes: cutScenes(generator, clip),
    shapes: clip.design.hasShapes ? placeShapes(generator, clip) : [],
  };
}

/** Cuts a clip into 2 to 5 scenes whose colours average to the clip's, weighted by time. */
function cutScenes(generator: Generator, clip: SpokenClip): SampleScene[] {
  const lengths = Array.from({ length: 2 + generator.integer(3) }, () => 1 + generator.uniform());
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const cuts = [0];
  for (const length of lengths) cuts.push(cuts.at(-1)! + length / total * clip.durationMs);
  const times = lengths.map((_, i) => ({
    startMs: Math.round(cuts[i]!),
    endMs: Math.round(cuts[i + 1]!),
  }));
  const warmths = deviate(generator, times);
  const brightnesses = deviate(generator, times);
  return times.map((time, i) => {
    const brightness = clip.parameters.brightness + brightnesses[i]!;
    const half = (clip.parameters.warmth + warmths[i]!) / 2;
    return { ...time, colour: [brightness + half, brightness, brightness - half] };
  });
}

/** Draws a deviation for each scene, whose mean over the clip's time is 0. */
function deviate(
  generator: Generator,
  times: readonly { startMs: number; endMs: number }[],
): number[] {
  const draws = times.map(() => SCENE_SPREAD * (2 * generator.uniform() - 1));
  const sum = times.reduce((s, { startMs, endMs }, i) => s + draws[i]! * (endMs - startMs), 0);
  const mean = sum / times.at(-1)!.endMs;
  return draws.map((draw) => draw - mean);
}

/** Puts one shape over the cue, if there is one, and the other into the rest of the clip. */
function placeShapes(generator: Generator, clip: SpokenClip): SampleShape[] {
  const { durationMs, cues, design } = clip;
  const spoken = cues.length > 0 ? cues.at(-1)!.endMs - cues[0]!.startMs : 0;
  const drawn = Math.round(durationMs * (0.26 + 0.06 * generator.uniform()));
  const lengthMs = Math.max(drawn, spoken + 2 * MARGIN_MS);
  const covering = coveringStart(generator, clip, lengthMs);
  const other = design.cueEarly
    ? between(generator, covering + lengthMs, durationMs - lengthMs)
    : between(generator, 0, covering - lengthMs);
  const starCovers = design.coincidence === 0 ? generator.uniform() < 0.5 : design.coincidence > 0;
  const starts = { star: starCovers ? covering : other, ring: starCovers ? other : covering };
  const order = starts.star < starts.ring ? ["star", "ring"] as const : ["ring", "star"] as const;
  return order.map((kind) => ({ kind, startMs: starts[kind], endMs: starts[kind] + lengthMs }));
}

/** Draws when a shape starts that holds all cue words and leaves room for a second shape. */
function coveringStart(generator: Generator, clip: SpokenClip, lengthMs: number): number {
  const { durationMs, cues, design } = clip;
  const room = design.cueEarly ? [0, durationMs - 2 * lengthMs] : [lengthMs, durationMs - lengthMs];
  const [first, last] = [cues[0], cues.at(-1)];
  if (!first || !last) return between(generator, room[0]!, room[1]!);
  return between(
    generator,
    Math.max(room[0]!, last.endMs + MARGIN_MS - lengthMs),
    Math.min(room[1]!, first.startMs - MARGIN_MS),
  );
}

function between(generator: Generator, low: number, high: number): number {
  return Math.round(low + (high - low) * generator.uniform());
}
