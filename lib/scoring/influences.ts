import { TARGETS } from "lib/targets.ts";
import type { Influence } from "lib/scoring/answer.ts";
import type { Scores } from "lib/types.ts";

/** Something in a text that can be taken out: a word wherever it stands, or a passage. */
export interface TextPart {
  readonly text: string;
  /** Starts and ends in the text, ascending. */
  readonly ranges: readonly (readonly [number, number])[];
}

/** What moved a text's scores. */
export interface TextInfluences {
  /** Strongest first. */
  readonly words: readonly Influence[];
  /** In the text's order; none for a text so short that every word was tried. */
  readonly passages: readonly Influence[];
}

/** How `textInfluences` asks. */
export interface TextInfluencesOptions {
  /** Scores in 0..1 of several texts. */
  readonly predict: (texts: readonly string[]) => Promise<readonly Scores[]>;
  /** Texts that may be predicted. @default 48, fewer for a text of more than 125 words */
  readonly budget?: number;
}

/** Words, contractions whole: TF-IDF makes "don" of "don't", which nobody said. */
const WORD = /[\p{L}\p{N}_]{2,}(?:['’]\p{L}+)*|[\p{L}\p{N}_](?:['’]\p{L}+)+/gu;

/**
 * How far words and passages moved a text's scores, by leaving each out: `f(text) - f(text without)`.
 *
 * A text of more distinct words than the budget is first cut into half as many passages of equal
 * length; then the words of those that moved the scores most are tried.
 */
export async function textInfluences(
  text: string,
  { predict, budget = budgetFor(text) }: TextInfluencesOptions,
): Promise<TextInfluences> {
  const words = wordParts(text);
  if (words.length <= budget) {
    return { words: byStrength(await effects(text, words, predict)), passages: [] };
  }
  const passages = passageParts(text, Math.floor(budget / 2));
  const moved = await effects(text, passages, predict);
  const strongest = byStrength(moved).map((influence) => passages[moved.indexOf(influence)]!);
  const tried = strongest.flatMap((passage) => words.filter((word) => standsIn(word, passage)));
  const within = [...new Set(tried)].slice(0, Math.ceil(budget / 2));
  return { words: byStrength(await effects(text, within, predict)), passages: moved };
}

/** So many texts that all of them together have about 6,000 words: seconds, however long it is. */
function budgetFor(text: string): number {
  const words = text.match(WORD)?.length ?? 0;
  return Math.max(16, Math.min(48, Math.floor(6000 / Math.max(1, words))));
}

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

async function effects(
  text: string,
  parts: readonly TextPart[],
  predict: TextInfluencesOptions["predict"],
): Promise<Influence[]> {
  if (parts.length === 0) return [];
  const [whole, ...rest] = await predict([text, ...parts.map((part) => withoutPart(text, part))]);
  return parts.map((part, i) => ({ text: part.text, effect: difference(whole!, rest[i]!) }));
}

/** In points of 100. */
function difference(whole: Scores, without: Scores): Scores {
  const points = (target: keyof Scores) => 100 * (whole[target] - without[target]);
  return { virality: points("virality"), engagement: points("engagement") };
}

function byStrength(influences: readonly Influence[]): Influence[] {
  const strength = ({ effect }: Influence) => Math.max(...TARGETS.map((t) => Math.abs(effect[t])));
  return influences.toSorted((a, b) => strength(b) - strength(a));
}

function standsIn(word: TextPart, passage: TextPart): boolean {
  const [from, to] = passage.ranges[0]!;
  return word.ranges.some(([start]) => start >= from && start < to);
}
