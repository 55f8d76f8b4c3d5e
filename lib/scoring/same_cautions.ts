import type { Neighbour } from "lib/scoring/answer.ts";

/** Cosine from which a known video is taken for the scored one; rounding alone leaves more. */
const SAME = 0.9999;

/**
 * Says so when the most similar known video is the scored one itself, which flatters its score.
 *
 * @param neighbours most similar first
 * @param what what they were compared by
 */
export function sameCautions(neighbours: readonly Neighbour[], what: "text" | "clip"): string[] {
  const [nearest] = neighbours;
  if (!nearest || nearest.similarity <= SAME) return [];
  return [
    `The model was fitted on this very ${what} (video ${nearest.videoId}): ` +
    "the score is better than it would be for a new one.",
  ];
}
