import { leaveOneOut } from "lib/leave_one_out.ts";
import { predictScores, type Regressor } from "lib/training/regressor.ts";
import type { Scores } from "lib/types.ts";

/** A word and what a prediction owes to it. */
export interface WordEffect {
  readonly text: string;
  /** Prediction with the word minus the prediction without it, in 0..1. */
  readonly effect: Scores;
}

/**
 * How much each word of a text moves its prediction, see `leaveOneOut`; a word that stands in it
 * several times is left out at one place at a time.
 */
export async function occludeWords(regressor: Regressor, text: string): Promise<WordEffect[]> {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const effects = await leaveOneOut(words, {
    parts: [...words.keys()],
    without: (all, left) => all.filter((_, position) => position !== left),
    predict: (texts) => predictScores(regressor, texts.map((words) => words.join(" "))),
  });
  return words.map((text, i) => ({ text, effect: effects[i]! }));
}
