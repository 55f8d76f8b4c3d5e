import { heldOutFacts } from "lib/evaluation/held_out.ts";
import { fitConformal, type ScoreRange } from "lib/metrics/conformal.ts";
import { type Finding, points, type TargetAnswer } from "lib/scoring/answer.ts";
import {
  channelHistoryCorrection,
  type PastPrediction,
} from "lib/scoring/channel_history_correction.ts";
import type { HeldOutPerformance } from "lib/scoring/models/held_out_performance.ts";
import type { TrainingPool } from "lib/scoring/models/training_pool.ts";
import { forTargets } from "lib/targets.ts";
import type { ByTarget, Scores } from "lib/types.ts";

/** The model that made a prediction, and what it is set against. */
export interface BuildFindingOptions {
  readonly pool: TrainingPool;
  /** As answers name it. */
  readonly model: string;
  readonly performance: HeldOutPerformance;
  /** Videos of the same channel whose scores are known, if any were given. */
  readonly past?: readonly PastPrediction[];
}

/**
 * A prediction in 0..1 with its intervals, its place among known videos and what it rests on.
 *
 * Intervals are conformal (see `fitConformal`), calibrated on the pool's videos as they are predicted
 * by models that have not seen their group.
 */
export function buildFinding(
  base: Scores,
  { pool, model, performance, past }: BuildFindingOptions,
): Pick<Finding, "scores" | "moved" | "facts"> {
  const corrected = past && channelHistoryCorrection(base, { past, performance });
  const { predictions, groups } = corrected?.heldOut ?? performance.unseen;
  const ranges = fitConformal(predictions, { groups }).interval(corrected?.predicted ?? base);
  return {
    scores: targetAnswers(corrected?.predicted ?? base, { ranges, pool }),
    ...(corrected && { moved: points(corrected.moved) }),
    facts: {
      model,
      data: pool.name,
      kind: pool.kind,
      intervals: corrected
        ? `a new video of a ${channelOf(pool)} of which ${past!.length} past videos are known`
        : `a video of a ${groupOf(pool)} that was not seen`,
      heldOut: [
        ...performance.facts,
        ...(corrected ? [heldOutFacts(corrected.heldOut)] : []),
      ],
    },
  };
}

/** Real channels are not named in all data. */
function channelOf({ groupName }: TrainingPool): string {
  return groupName === "channels" ? "channel" : "channel (runs of neighbouring videos stand in)";
}

function groupOf({ groupName }: TrainingPool): string {
  return groupName === "channels" ? "channel" : "run of neighbouring videos";
}

/** Brings predicted scores, 0..1, into 0..100, with their places among the pool's. */
function targetAnswers(
  predicted: Scores,
  { ranges, pool }: {
    readonly ranges: ByTarget<ScoreRange>;
    readonly pool: TrainingPool;
  },
): ByTarget<TargetAnswer> {
  return forTargets(Object.keys(predicted), (target) => {
    const score = Math.min(1, Math.max(0, predicted[target]!));
    const { low, high } = ranges[target]!;
    const values = pool.videos.flatMap(({ scores }) => scores[target] ?? []);
    return {
      score: 100 * score,
      low: 100 * low,
      high: 100 * high,
      percentile: percentile(score, values),
      median: 100 * median(values),
    };
  });
}

/** Share of values below a score in percent, equal ones counted half. */
function percentile(score: number, values: readonly number[]): number {
  const below = values.filter((value) => value < score).length;
  const equal = values.filter((value) => value === score).length;
  return 100 * (below + equal / 2) / values.length;
}

/** The mean of the two middle values for an even count. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
