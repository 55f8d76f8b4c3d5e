import { predictWithHistory } from "lib/evaluation/history/predict_with_history.ts";
import type { ChannelHistory } from "lib/heads/history/channel_history.ts";
import type { HeldOut } from "lib/scoring/held_out.ts";
import { historyOf, type Measured } from "lib/scoring/measured.ts";
import type { Prediction, Scores } from "lib/types.ts";

/** A channel's earlier video: what the model says of it, and what came true. */
export type PastScores = Pick<Prediction, "predicted" | "actual">;

/** What a channel's past makes of a model's prediction. */
export interface WithPast {
  /** In 0..1, or a little outside. */
  readonly predicted: Scores;
  /** How far the past moved it. */
  readonly moved: Scores;
  /** How well known videos were predicted from as many past ones of their groups. */
  readonly heldOut: HeldOut;
}

/** Moves a prediction by what the model missed of the channel's past videos. */
export function withPast(
  base: Scores,
  { past, measured }: { readonly past: readonly PastScores[]; readonly measured: Measured },
): WithPast {
  const history = historyOf(measured);
  const { predicted, moved } = predictWithHistory(history, { base, past });
  const heldOut = holdOutWithPast(measured.unseen, { history, known: past.length });
  return { predicted, moved, heldOut };
}

/**
 * Predicts each group's videos from the `known` ones right before them, as a channel's next video is
 * from its latest; from half as many as it has where those are too few.
 */
export function holdOutWithPast(
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
