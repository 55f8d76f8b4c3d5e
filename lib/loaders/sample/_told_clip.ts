import type { Channel } from "lib/loaders/sample/_channels.ts";
import type { ClipDesign } from "lib/loaders/sample/_design.ts";
import {
  CUE_SENTENCE,
  ENDINGS,
  EVENTS,
  HEROES,
  MARKER_SENTENCES,
  OPENING,
  PLACES,
  THINGS,
} from "lib/loaders/sample/_vocabulary.ts";
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

/** Slowest and fastest speech in words per second, and shortest and longest clip in ms. */
const PACE = { slowest: 2.3, fastest: 5, shortestMs: 8000, longestMs: 20000 } as const;

/** Draws how long a clip with so many words takes, in ms; speech is slower in one than in another. */
function drawDuration(generator: Generator, words: number): number {
  const least = Math.max(PACE.shortestMs, 1000 * words / PACE.fastest);
  const most = Math.min(PACE.longestMs, 1000 * words / PACE.slowest);
  return Math.round(least + (most - least) * generator.uniform());
}

/** Spreads sentences over a clip: long words take longer, commas and sentence ends make pauses. */
function timeWords(
  generator: Generator,
  { sentences, durationMs }: { sentences: readonly string[]; durationMs: number },
): Word[] {
  const spoken = sentences.flatMap((sentence) => sentence.split(" ")).map((text) => ({
    text,
    length: (3 + text.length) * (0.85 + 0.3 * generator.uniform()),
    pause: pauseAfter(text) * (0.6 + 0.8 * generator.uniform()),
  }));
  const leadIn = 2 + 6 * generator.uniform();
  const total = spoken.reduce((sum, { length, pause }) => sum + length + pause, leadIn);
  const toMs = (at: number) => Math.round(at / total * durationMs);
  let at = leadIn;
  return spoken.map(({ text, length, pause }) => {
    const word = { text, startMs: toMs(at), endMs: toMs(at + length) };
    at += length + pause;
    return word;
  });
}

function pauseAfter(text: string): number {
  if (/[.?]$/.test(text)) return 8;
  return text.endsWith(",") ? 3 : 0.6;
}

/** What a clip tells. */
interface Story {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Invents a story that says the design's marker words, and the cue where the design has one. */
function tellStory(generator: Generator, design: ClipDesign): Story {
  const cast: Readonly<Record<string, string>> = {
    HERO: pick(generator, HEROES),
    PLACE: pick(generator, PLACES),
    THING: pick(generator, THINGS),
  };
  const cue = design.hasCue ? [CUE_SENTENCE] : [];
  const middle = tellMiddle(generator, design);
  const ending = pick(generator, ENDINGS);
  const sentences = design.cueEarly
    ? [OPENING, ...cue, ...middle, ending]
    : [OPENING, ...middle, ...cue, ending];
  const fill = (line: string) => line.replace(/HERO|PLACE|THING/g, (role) => cast[role]!);
  return {
    title: fill("The HERO and the THING").replace(/ (?!and|the)./g, (start) => start.toUpperCase()),
    sentences: sentences.map(fill),
  };
}

/** Tells the marker sentences in order; in every second story something else happens as well. */
function tellMiddle(generator: Generator, { markers }: ClipDesign): string[] {
  const middle = markers.map((word) => pick(generator, MARKER_SENTENCES[word]));
  if (generator.uniform() < 0.5) {
    middle.splice(generator.integer(middle.length), 0, pick(generator, EVENTS));
  }
  return middle;
}

function pick<T>(generator: Generator, choices: readonly T[]): T {
  return choices[generator.integer(choices.length - 1)]!;
}
