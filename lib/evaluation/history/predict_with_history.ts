import { residualsOf } from "lib/evaluation/history/fit_history.ts";
import type { ChannelHistory } from "lib/heads/history/channel_history.ts";
import { predictedTargets, scoresOf, targetMatrix } from "lib/targets.ts";
import type { Features, Scores } from "lib/types.ts";

/** A new video and what is known of its channel's past ones. */
export interface VideoWithHistory {
  /** What a model predicts of the new video. */
  readonly base: Scores;
  /** The new video's features [1, D], where the history compares videos. */
  readonly features?: Features;
  /** What the same model predicts of each past video, and what came true. */
  readonly past: readonly { readonly predicted: Scores; readonly actual: Scores }[];
  /** Features of the past videos [n, D], a row of zeros for one without a transcript. */
  readonly pastFeatures?: Features;
}

/** One video's prediction, with what the channel's past did to it. */
export interface ScoresWithHistory {
  /** May lie outside 0..1, as any linear model's. */
  readonly predicted: Scores;
  /** How far the past moved the model's prediction. */
  readonly moved: Scores;
  /** Standard deviation that is left, by which conformal residuals can be scaled. */
  readonly deviation: Scores;
}

/**
 * Predicts one new video from its channel's known scores; with none the model's prediction stands.
 *
 * @throws {TypeError} when the history compares videos and features are missing, or do not match
 */
export function predictWithHistory(
  history: ChannelHistory,
  { base, features, past, pastFeatures }: VideoWithHistory,
): ScoresWithHistory {
  const names = predictedTargets([{ predicted: base }]);
  const targets = names.map((name) => ({ name }));
  const { predicted, moved, deviation } = history.predict(
    { base: targetMatrix([{ scores: base }], targets), features },
    { residuals: residualsOf(past, names), features: pastFeatures },
  );
  const only = (matrix: typeof predicted) => scoresOf(matrix, targets)[0]!;
  return { predicted: only(predicted), moved: only(moved), deviation: only(deviation) };
}
