import { predictScores, type Regressor } from "lib/training/regressor.ts";
import type { Scores } from "lib/types.ts";

/** A word and what a prediction owes to it. */
export interface WordEffect {
  readonly text: string;
  /** Prediction with the word minus the prediction without it, in 0..1. */
  readonly effect: Scores;
}

/**
 * How much each word of a text moves its prediction: the word is left out and the rest scored anew
 * (occlusion; Zeiler and Fergus 2014, Li et al. 2016).
 *
 * Words that say the same thing twice cover for each other and both seem to do little.
 */
export async function occludeWords(regressor: Regressor, text: string): Promise<WordEffect[]> {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const without = words.map((_, left) => words.filter((_, i) => i !== left).join(" "));
  const [whole, ...rest] = await predictScores(regressor, [words.join(" "), ...without]);
  return words.map((word, i) => ({
    text: word,
    effect: {
      virality: whole!.virality - rest[i]!.virality,
      engagement: whole!.engagement - rest[i]!.engagement,
    },
  }));
}
