import type { TextPart } from "lib/scoring/text/text_parts.ts";
import type { Word } from "lib/types.ts";

/**
 * Says when parts of a text are said.
 *
 * @param words of which the text consists, joined by spaces
 */
export function timeParts(parts: readonly TextPart[], words: readonly Word[]): TextPart[] {
  const offsets = wordOffsets(words);
  return parts.map((part) => {
    const [from, until] = part.ranges[0]!;
    const first = wordAt(from, offsets);
    const within = words.slice(first, wordAt(until - 1, offsets) + 1);
    const said = {
      startMs: within[0]!.startMs,
      endMs: Math.max(...within.map(({ endMs }) => endMs)),
      times: part.ranges.length,
    };
    return { ...part, said };
  });
}

/** Where each word begins in the text, and where one more would. */
function wordOffsets(words: readonly Word[]): number[] {
  const offsets = [0];
  for (const { text } of words) offsets.push(offsets.at(-1)! + text.length + 1);
  return offsets;
}

/** The last word that begins at or before a place in the text. */
function wordAt(place: number, offsets: readonly number[]): number {
  let [low, high] = [0, offsets.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! <= place) low = middle;
    else high = middle;
  }
  return low;
}
