import { createGenerator } from "lib/random.ts";
import type { Prediction, Scores } from "lib/types.ts";

/** Scores in 0..1 that depend on the row alone, the same on every machine. */
export function sampleScores(rows: number): { readonly row: number; readonly scores: Scores }[] {
  const generator = createGenerator(7);
  return Array.from({ length: rows }, (_, row) => ({
    row,
    scores: {
      virality: 0.5 + 0.5 * generator.uniform(),
      engagement: 0.6 + 0.3 * generator.uniform(),
    },
  }));
}

/** Predictions half-way between the true score and 0.7. */
export function samplePredictions(rows: number): Prediction[] {
  return sampleScores(rows).map(({ row, scores }) => ({
    videoId: `video${String(row).padStart(6, "0")}`,
    actual: scores,
    predicted: {
      virality: 0.35 + scores.virality / 2,
      engagement: 0.35 + scores.engagement / 2,
    },
  }));
}
