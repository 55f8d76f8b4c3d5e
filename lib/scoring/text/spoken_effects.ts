import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import type { MomentInfluence } from "lib/scoring/answer.ts";
import { budgetFor, partEffects, type PredictTexts } from "lib/scoring/influences.ts";
import { spokenMoments } from "lib/scoring/text/spoken_moments.ts";
import { timeParts } from "lib/scoring/text/time_parts.ts";

/** How `spokenEffects` asks. */
export interface SpokenEffectsOptions {
  readonly predict: PredictTexts;
}

/**
 * How far each moment of what is said moved the scores: `f(text) - f(text without what is said in it)`
 * for the whole model; none where there are no two moments to tell apart.
 *
 * Effects of single words do not add up to a moment's: TF-IDF rows are scaled to length 1, and a
 * language model reads words together.
 */
export async function spokenEffects(
  words: readonly CaptionWord[],
  { predict }: SpokenEffectsOptions,
): Promise<MomentInfluence[]> {
  const text = words.map(({ text }) => text).join(" ");
  const moments = spokenMoments(words, { most: Math.floor(budgetFor(text) / 2) });
  if (moments.length < 2) return [];
  const moved = await partEffects(text, timeParts(moments, words), predict);
  return moved.map(({ text, effect, said }) => ({
    startMs: said!.startMs,
    endMs: said!.endMs,
    effect,
    text,
  }));
}
