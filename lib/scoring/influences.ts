import type { Influence } from "lib/scoring/answer.ts";
import { pointsMoved } from "lib/scoring/points_moved.ts";
import {
  passageParts,
  type TextPart,
  withoutPart,
  wordParts,
  wordsOf,
} from "lib/scoring/text/text_parts.ts";
import { timeParts } from "lib/scoring/text/time_parts.ts";
import { TARGETS } from "lib/targets.ts";
import type { Scores, Word } from "lib/types.ts";

/** What moved a text's scores. */
export interface TextInfluences {
  /** Strongest first. */
  readonly words: readonly Influence[];
  /** In the text's order; none for a text so short that every word was tried. */
  readonly passages: readonly Influence[];
}

/** Predicts scores in 0..1 of several texts. */
export type PredictTexts = (texts: readonly string[]) => Promise<readonly Scores[]>;

/** How `textInfluences` asks. */
export interface TextInfluencesOptions {
  readonly predict: PredictTexts;
  /** The text's words with their times; joined by spaces they are the text. */
  readonly words?: readonly Word[];
  /** Texts that may be predicted. @default 48, fewer for a text of more than 125 words */
  readonly budget?: number;
}

/**
 * How far words and passages moved a text's scores, by leaving each out: `f(text) - f(text without)`.
 *
 * A text of more distinct words than the budget is first cut into half as many passages of equal
 * length; then the words of those that moved the scores most are tried.
 */
export async function textInfluences(
  text: string,
  { predict, words: times, budget = budgetFor(text) }: TextInfluencesOptions,
): Promise<TextInfluences> {
  const timed = (parts: readonly TextPart[]) => times ? timeParts(parts, times) : parts;
  const words = timed(wordParts(text));
  if (words.length <= budget) {
    return { words: byStrength(await partEffects(text, words, predict)), passages: [] };
  }
  const passages = timed(passageParts(text, Math.floor(budget / 2)));
  const moved = await partEffects(text, passages, predict);
  const strongest = byStrength(moved).map((influence) => passages[moved.indexOf(influence)]!);
  const tried = strongest.flatMap((passage) => words.filter((word) => standsIn(word, passage)));
  const within = [...new Set(tried)].slice(0, Math.ceil(budget / 2));
  return { words: byStrength(await partEffects(text, within, predict)), passages: moved };
}

/** So many texts that all of them together have about 6,000 words: seconds, however long it is. */
export function budgetFor(text: string): number {
  return Math.max(16, Math.min(48, Math.floor(6000 / Math.max(1, wordsOf(text).length))));
}

/** How far each part moved a text's scores: `f(text) - f(text without)`. */
export async function partEffects(
  text: string,
  parts: readonly TextPart[],
  predict: PredictTexts,
): Promise<Influence[]> {
  if (parts.length === 0) return [];
  const [whole, ...rest] = await predict([text, ...parts.map((part) => withoutPart(text, part))]);
  return parts.map(({ text, said }, i) => ({
    text,
    effect: pointsMoved(whole!, rest[i]!),
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
