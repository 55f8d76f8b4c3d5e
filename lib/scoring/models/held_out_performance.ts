import { type HeldOut, type HeldOutFacts, heldOutFacts, holdOut } from "lib/evaluation/held_out.ts";
import { residualsOf } from "lib/evaluation/history/fit_history.ts";
import type { HeldOutProtocol } from "lib/evaluation/protocol.ts";
import type { ChannelHistory } from "lib/heads/history/channel_history.ts";
import { fitChannelHistory } from "lib/heads/history/fit_channel_history.ts";
import type { Scores, TrainTest, Video } from "lib/types.ts";

/** A model's predictions of videos of the training pool that it has not seen, as they are kept. */
export interface HeldOutPerformance {
  readonly facts: readonly HeldOutFacts[];
  /** Predictions of the random split's validation side. */
  readonly random: HeldOut;
  /** Predictions of the whole pool, each video by a model that has not seen its group. */
  readonly unseen: HeldOut;
  /** The share of the model's errors that a group's videos have in common, by target. */
  readonly history: ChannelHistory["variances"];
}

export interface HeldOutPerformanceOptions {
  readonly protocols: Readonly<Record<"random" | "unseen", HeldOutProtocol>>;
  /** Scores in 0..1 of a fold's test side by a model fitted on its training side. */
  readonly predict: (fold: TrainTest) => Promise<readonly Scores[]>;
}

/** Measures a model under both protocols; `unseen` needs groups. */
export async function heldOutPerformance(
  videos: readonly Video[],
  { protocols, predict }: HeldOutPerformanceOptions,
): Promise<HeldOutPerformance> {
  const random = await holdOut(videos, { protocol: protocols.random, predict });
  const unseen = await holdOut(videos, { protocol: protocols.unseen, predict });
  const residuals = residualsOf(unseen.predictions);
  const { variances } = fitChannelHistory({ residuals, groups: unseen.groups! });
  return { facts: [random, unseen].map(heldOutFacts), random, unseen, history: variances };
}
