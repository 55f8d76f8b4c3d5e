import { leaveOneOut } from "lib/leave_one_out.ts";
import { type Influence, points } from "lib/scoring/answer.ts";
import {
  passageParts,
  type TextPart,
  timeParts,
  withoutPart,
  wordParts,
  wordsOf,
} from "lib/scoring/reasons/text_parts.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores, Word } from "lib/types.ts";

/** The words and passages that moved a text's scores. */
export interface TextInfluences {
  /** Strongest first. */
  readonly words: readonly Influence[];
  /** In the text's order; none for a text so short that every word was tried. */
  readonly passages: readonly Influence[];
}

export interface TextInfluencesOptions {
  /** Scores in 0..1 of several texts. */
  readonly predict: (texts: readonly string[]) => Promise<readonly Scores[]>;
  /** The text's words with their times; joined by spaces they are the text. */
  readonly words?: readonly Word[];
}

/**
 * How far words, wherever they stand, and passages moved a text's scores, see `leaveOneOut`.
 *
 * A text of more distinct words than `budgetFor` it is first cut into half as many passages of equal
 * length; then the words of those that moved the scores most are tried.
 */
export async function textInfluences(
  text: string,
  { predict, words: times }: TextInfluencesOptions,
): Promise<TextInfluences> {
  const budget = budgetFor(text);
  const timed = (parts: readonly TextPart[]) => times ? timeParts(parts, times) : parts;
  const effects = async (parts: readonly TextPart[]) =>
    influencesOf(parts, await leaveOneOut(text, { parts, without: withoutPart, predict }));
  const words = timed(wordParts(text));
  if (words.length <= budget) return { words: byStrength(await effects(words)), passages: [] };
  const passages = timed(passageParts(text, Math.floor(budget / 2)));
  const moved = await effects(passages);
  const strongest = byStrength(moved).map((influence) => passages[moved.indexOf(influence)]!);
  const tried = strongest.flatMap((passage) => words.filter((word) => standsIn(word, passage)));
  const within = [...new Set(tried)].slice(0, Math.ceil(budget / 2));
  return { words: byStrength(await effects(within)), passages: moved };
}

/**
 * How many texts may be predicted for the reasons of one: so many that all together have about 6,000
 * words, which is a matter of seconds; 48 at most and 16 at least.
 */
export function budgetFor(text: string): number {
  return Math.max(16, Math.min(48, Math.floor(6000 / Math.max(1, wordsOf(text).length))));
}

/** Parts of a text with their effects in 0..1, one a part. */
function influencesOf(parts: readonly TextPart[], effects: readonly Scores[]): Influence[] {
  return parts.map(({ text, said }, i) => ({
    text,
    effect: points(effects[i]!),
    ...(said && { said }),
  }));
}

function byStrength(influences: readonly Influence[]): Influence[] {
  const strength = ({ effect }: Influence) => Math.max(...TARGETS.map((t) => Math.abs(effect[t])));
  return influences.toSorted((a, b) => strength(b) - strength(a));
}

function standsIn(word: TextPart, passage: TextPart): boolean {
  const [from, to] = passage.ranges[0]!;
  return word.ranges.some(([start]) => start >= from && start < to);
}
