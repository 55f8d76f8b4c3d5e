import type { ClipDesign } from "lib/loaders/sample/_design.ts";
import {
  CUES,
  ENDINGS,
  EVENTS,
  HEROES,
  MARKER_SENTENCES,
  OPENINGS,
  PLACES,
  THINGS,
} from "lib/loaders/sample/_vocabulary.ts";
import type { Generator } from "lib/random.ts";

/** A story of a transcript's length. */
export interface Story {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** The most events that a story has beside its marker sentences. */
const MOST_EVENTS = 1;

/** Invents a story that says the design's marker words, and the cue where the design has one. */
export function tellStory(generator: Generator, design: ClipDesign): Story {
  const cast: Readonly<Record<string, string>> = {
    HERO: pick(generator, HEROES),
    PLACE: pick(generator, PLACES),
    THING: pick(generator, THINGS),
  };
  const opening = pick(generator, OPENINGS);
  const cue = design.hasCue ? [pick(generator, CUES)] : [];
  const middle = tellMiddle(generator, design);
  const ending = pick(generator, ENDINGS);
  const sentences = design.cueEarly
    ? [opening, ...cue, ...middle, ending]
    : [opening, ...middle, ...cue, ending];
  const fill = (line: string) => line.replace(/HERO|PLACE|THING/g, (role) => cast[role]!);
  return {
    title: fill("The HERO and the THING").replace(/ (?!and|the)./g, (start) => start.toUpperCase()),
    sentences: sentences.map(fill),
  };
}

/** Tells the marker sentences in order, with some events among them whatever the markers are. */
function tellMiddle(generator: Generator, { markers }: ClipDesign): string[] {
  const middle = markers.map((word) => pick(generator, MARKER_SENTENCES[word]));
  const events = generator.permutation(EVENTS.length).slice(0, generator.integer(MOST_EVENTS));
  for (const event of events) middle.splice(generator.integer(middle.length), 0, EVENTS[event]!);
  return middle;
}

function pick<T>(generator: Generator, choices: readonly T[]): T {
  return choices[generator.integer(choices.length - 1)]!;
}
