import type { HeldOut } from "lib/evaluation/held_out.ts";
import { predictWithHistory } from "lib/evaluation/history/predict_with_history.ts";
import { type ChannelHistory, restoreChannelHistory } from "lib/heads/history/channel_history.ts";
import type { PastVideo } from "lib/loaders/dataset/history.ts";
import type { HeldOutPerformance } from "lib/scoring/models/held_out_performance.ts";
import type { TrainingPool } from "lib/scoring/models/training_pool.ts";
import { prepareText } from "lib/scoring/reading/read_source.ts";
import { meanScores, TARGETS } from "lib/targets.ts";
import type { Prediction, Scores } from "lib/types.ts";

/** A model's prediction of a channel's earlier video, and what came true. */
export type PastPrediction = Pick<Prediction, "predicted" | "actual">;

export interface PredictPastOptions {
  /** Scores in 0..1 of several texts. */
  readonly predict: (texts: readonly string[]) => Promise<readonly Scores[]>;
  /** The videos whose mean stands in where a past video has no transcript. */
  readonly pool: Pick<TrainingPool, "videos">;
}

/** Predicts a channel's past videos from their transcripts, and sets what came true beside it. */
export async function predictPast(
  past: readonly PastVideo[],
  { predict, pool }: PredictPastOptions,
): Promise<PastPrediction[]> {
  const told = past.flatMap(({ transcript }) => transcript ? [prepareText(transcript).text] : []);
  const predicted = (told.length > 0 ? await predict(told) : []).values();
  const mean = meanScores(pool.videos, TARGETS);
  return past.map(({ transcript, scores }) => ({
    predicted: transcript ? predicted.next().value! : mean,
    actual: scores,
  }));
}

/** A prediction that takes a channel's past into account. */
export interface ChannelHistoryCorrection {
  /** In 0..1, or a little outside. */
  readonly predicted: Scores;
  /** The difference that the past made. */
  readonly moved: Scores;
  /** Known videos, predicted from as many past ones of their groups. */
  readonly heldOut: HeldOut;
}

/** Moves a prediction by what the model missed of the channel's past videos. */
export function channelHistoryCorrection(
  base: Scores,
  { past, performance }: {
    readonly past: readonly PastPrediction[];
    readonly performance: Pick<HeldOutPerformance, "history" | "unseen">;
  },
): ChannelHistoryCorrection {
  const history = restoreChannelHistory(performance.history, {});
  const { predicted, moved } = predictWithHistory(history, { base, past });
  const heldOut = holdOutWithHistory(performance.unseen, { history, known: past.length });
  return { predicted, moved, heldOut };
}

/**
 * Predicts each group's videos from the `known` ones right before them, as a channel's next video is
 * from its latest; from half as many as it has where those are too few.
 */
function holdOutWithHistory(
  { protocol, predictions, baseline, groups }: HeldOut,
  { history, known }: { readonly history: ChannelHistory; readonly known: number },
): HeldOut {
  const members = [...Map.groupBy(predictions.keys(), (row) => groups![row]!).values()];
  const rows: number[] = [];
  const moved = members.flatMap((group) => {
    const count = Math.min(known, Math.floor(group.length / 2));
    return group.slice(count).map((row, at): Prediction => {
      const past = group.slice(at, at + count).map((before) => predictions[before]!);
      rows.push(row);
      const { predicted: base, ...video } = predictions[row]!;
      return { ...video, predicted: predictWithHistory(history, { base, past }).predicted };
    });
  });
  const upTo = members.some(({ length }) => Math.floor(length / 2) < known) ? "up to " : "";
  return {
    protocol: `${protocol}, with ${upTo}${known} known ${known === 1 ? "video" : "videos"} each`,
    predictions: moved,
    baseline: rows.map((row) => baseline[row]!),
    groups: rows.map((row) => groups![row]!),
  };
}
