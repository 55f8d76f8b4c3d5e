import type { Channel } from "lib/loaders/sample/_channels.ts";
import type { ClipDesign } from "lib/loaders/sample/_design.ts";
import { tellStory } from "lib/loaders/sample/_story.ts";
import { drawDuration, timeWords } from "lib/loaders/sample/_timing.ts";
import type { Generator } from "lib/random.ts";
import type { Word } from "lib/types.ts";

/** What is settled about a clip before its story is told. */
export interface PlannedClip {
  readonly channel: Channel;
  /** How many videos its channel published before it. */
  readonly position: number;
  readonly design: ClipDesign;
}

/** A clip of which is known what is said in it and when. */
export interface ToldClip extends PlannedClip {
  readonly title: string;
  readonly transcript: string;
  readonly words: readonly Word[];
  readonly durationMs: number;
}

/** Invents a clip's story and how fast it is told. */
export function tellClip(generator: Generator, plan: PlannedClip): ToldClip {
  const { title, sentences } = tellStory(generator, plan.design);
  const transcript = sentences.join(" ");
  const durationMs = drawDuration(generator, transcript.split(" ").length);
  const words = timeWords(generator, { sentences, durationMs });
  return { ...plan, title, transcript, words, durationMs };
}
