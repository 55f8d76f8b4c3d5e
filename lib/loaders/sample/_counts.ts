import { fitRescaling, type Rescaling } from "lib/loaders/dataset/rescaling.ts";
import { type CountedVideo, rawEngagement, rawVirality } from "lib/loaders/dataset/scores.ts";
import type { Generator } from "lib/random.ts";
import type { Counts, Scores, Target } from "lib/types.ts";

/** Raw virality and engagement that stand for the scores 0 and 1. */
const RESCALINGS: Readonly<Record<Target, Rescaling>> = {
  virality: fitRescaling([0.4, 4.4]),
  engagement: fitRescaling([0.01, 0.13]),
};

/**
 * Invents whole counts whose raw virality and engagement are those of the scores, to rounding.
 *
 * Between 15% and 35% of the virality is made on the day of publication.
 */
export function inventCounts(
  generator: Generator,
  { scores, subscribers }: { scores: Scores; subscribers: number },
): Counts {
  const virality = rawOf(scores, "virality");
  const day0Subscribers = Math.round(subscribers * (0.8 + 0.17 * generator.uniform()));
  const day0Views = Math.round((0.15 + 0.2 * generator.uniform()) * virality * day0Subscribers);
  const views = Math.round((virality - day0Views / day0Subscribers) * subscribers);
  const reactions = Math.round(rawOf(scores, "engagement") * views);
  const comments = Math.round(reactions * (0.03 + 0.09 * generator.uniform()));
  const likes = reactions - comments;
  return { views, likes, comments, subscribers, day0Views, day0Subscribers };
}

/** Computes scores from the raw virality and engagement of a video's counts. */
export function scoreCounts(video: CountedVideo): Scores {
  const scale = (raw: number, target: Target) => RESCALINGS[target].apply([raw]).values[0]!;
  return {
    virality: scale(rawVirality(video), "virality"),
    engagement: scale(rawEngagement(video), "engagement"),
  };
}

function rawOf(scores: Scores, target: Target): number {
  return RESCALINGS[target].invert([scores[target]])[0]!;
}
