import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import type { TextPart } from "lib/scoring/text/text_parts.ts";

/** How `spokenMoments` cuts. */
export interface SpokenMomentsOptions {
  /** Moments at most. */
  readonly most: number;
}

/** Short moments are joined, since a word or two hardly move a score. */
const LEAST_MS = 1000;

/**
 * Cuts what is said into caption lines; each shorter than a second, or than `1 / most` of the whole,
 * is joined with those after it. Where there is but one line, words count as lines.
 *
 * @param words of which the text consists, joined by spaces
 */
export function spokenMoments(
  words: readonly CaptionWord[],
  { most }: SpokenMomentsOptions,
): TextPart[] {
  const starts = momentStarts(words, most);
  let end = 0;
  return starts.map((from, i) => {
    const text = words.slice(from, starts[i + 1]).map(({ text }) => text).join(" ");
    const start = end;
    end += text.length + 1;
    return { text, ranges: [[start, end]] };
  });
}

/** Positions of the words that begin a moment. */
function momentStarts(words: readonly CaptionWord[], most: number): number[] {
  const lined = words.some(({ lineStartMs }) => lineStartMs !== words[0]!.lineStartMs);
  const lineOf = ({ startMs, lineStartMs }: CaptionWord) => lined ? lineStartMs : startMs;
  const wholeMs = words.length > 0 ? words.at(-1)!.startMs - words[0]!.startMs : 0;
  const leastMs = Math.max(LEAST_MS, wholeMs / Math.max(1, most - 1));
  const starts: number[] = [];
  words.forEach((word, i) => {
    const [before, last] = [words[i - 1], words[starts.at(-1)!]];
    const isLater = !last || word.startMs - last.startMs >= leastMs;
    if (!before || lineOf(word) !== lineOf(before) && isLater) starts.push(i);
  });
  return starts;
}
