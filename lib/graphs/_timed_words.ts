import { roundTo } from "lib/graphs/_numbers.ts";
import type { Word } from "lib/types.ts";

/** Pixels that a letter takes on average, at 10 pixels a line. */
const LETTER_WIDTH = 5.6;
/** Pixels between two words of a line. */
const GAP = 5;

/** A word where it is written. */
export interface PlacedWord {
  readonly text: string;
  /** When it is said, at its left end. */
  readonly seconds: number;
  /** Counted from the top. */
  readonly line: number;
}

/** Writes each word at its time, in the first of several lines in which it touches no other. */
export function placeWords(
  words: readonly Word[],
  { pixelsPerSecond }: { pixelsPerSecond: number },
): PlacedWord[] {
  const ends: number[] = []; // of each line, in pixels
  return words.map(({ text, startMs }) => {
    const left = startMs / 1000 * pixelsPerSecond;
    const free = ends.findIndex((end) => end <= left);
    const line = free >= 0 ? free : ends.length;
    ends[line] = left + text.length * LETTER_WIDTH + GAP;
    return { text, seconds: roundTo(startMs / 1000, 2), line };
  });
}
