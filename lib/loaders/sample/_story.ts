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

/** What a clip tells. */
export interface Story {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Invents a story that says the design's marker words, and the cue where the design has one. */
export function tellStory(generator: Generator, design: ClipDesign): Story {
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
