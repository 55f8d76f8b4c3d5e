import type { PastVideo } from "lib/loaders/dataset/history.ts";
import { prepareText } from "lib/scoring/reading/prepare_text.ts";
import type { PastScores } from "lib/scoring/with_past.ts";
import type { Scores, Target } from "lib/types.ts";

/** How `pastScores` predicts. */
export interface PastScoresOptions {
  /** Scores in 0..1 of several texts. */
  readonly predict: (texts: readonly string[]) => Promise<readonly Scores[]>;
  /** What is said of a video without a transcript. */
  readonly otherwise: Scores;
}

/** Sets what a model says of past videos, from their transcripts if they have any, beside the truth. */
export async function pastScores(
  past: readonly PastVideo[],
  { predict, otherwise }: PastScoresOptions,
): Promise<PastScores[]> {
  const told = past.flatMap(({ transcript }) => transcript ? [prepareText(transcript).text] : []);
  const predicted = (told.length > 0 ? await predict(told) : []).values();
  return past.map(({ transcript, scores }) => ({
    predicted: transcript ? predicted.next().value! : otherwise,
    actual: scores,
  }));
}

/** The mean scores of videos. */
export function meanScores(videos: readonly { readonly scores: Scores }[]): Scores {
  const mean = (target: Target) =>
    videos.reduce((sum, { scores }) => sum + scores[target], 0) / videos.length;
  return { virality: mean("virality"), engagement: mean("engagement") };
}
