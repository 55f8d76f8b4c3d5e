import type { Said } from "lib/scoring/answer.ts";
import type { Word } from "lib/types.ts";

/** Something in a text that can be taken out: a word wherever it stands, or a passage. */
export interface TextPart {
  readonly text: string;
  /** Starts and ends in the text, ascending. */
  readonly ranges: readonly (readonly [number, number])[];
  /** When it is said, where that is known. */
  readonly said?: Said;
}

/** Words, contractions whole: TF-IDF makes "don" of "don't", which nobody said. */
const WORD = /[\p{L}\p{N}_]{2,}(?:['’]\p{L}+)*|[\p{L}\p{N}_](?:['’]\p{L}+)+/gu;

/** The distinct words of a text as `wordKey` has them, in order of first appearance. */
export function wordParts(text: string): TextPart[] {
  const ranges = new Map<string, [number, number][]>();
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const key = wordKey(word);
    const known = ranges.get(key);
    if (known) known.push([index, index + word.length]);
    else ranges.set(key, [[index, index + word.length]]);
  }
  return [...ranges].map(([word, places]) => ({ text: word, ranges: places }));
}

/** The words of a text in its order, as `wordKey` has them. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].map(([word]) => wordKey(word));
}

/** One word whatever its case and its apostrophe. */
function wordKey(word: string): string {
  return word.toLowerCase().replaceAll("’", "'");
}

/** Cuts a text into at most `count` runs of about as many words each. */
export function passageParts(text: string, count: number): TextPart[] {
  const starts = [...text.matchAll(WORD)].map(({ index }) => index);
  const pieces = Math.min(count, starts.length);
  const border = (piece: number) =>
    piece === 0 ? 0 : starts[Math.round(piece * starts.length / pieces)] ?? text.length;
  return Array.from({ length: pieces }, (_, piece) => {
    const [start, end] = [border(piece), border(piece + 1)];
    return { text: text.slice(start, end).trim(), ranges: [[start, end]] };
  });
}

/** The text without a part. */
export function withoutPart(text: string, { ranges }: TextPart): string {
  let [rest, from] = ["", 0];
  for (const [start, end] of ranges) {
    rest += text.slice(from, start);
    from = end;
  }
  return rest + text.slice(from);
}

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
