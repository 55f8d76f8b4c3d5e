import type { Video } from "lib/types.ts";

/** One channel's videos with the given scores, virality and engagement being equal. */
export function channelOf(channelId: string, scores: readonly number[], firstRow = 0): Video[] {
  return scores.map((score, i) => ({
    videoId: `${channelId}${String(i).padStart(10, "0")}`,
    transcript: "a",
    scores: { virality: score, engagement: score },
    row: firstRow + i,
    channelId,
  }));
}
