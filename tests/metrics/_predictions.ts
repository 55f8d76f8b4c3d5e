import type { Prediction, Scores } from "lib/types.ts";

/** Predictions `[virality, engagement]` and what came true, as videos named v0, v1, … */
export function predictionsOf(
  predicted: readonly (readonly [number, number])[],
  actual: readonly (readonly [number, number])[],
): Prediction[] {
  return predicted.map(([virality, engagement], i) => ({
    videoId: `v${i}`,
    predicted: { virality, engagement },
    actual: { virality: actual[i]![0], engagement: actual[i]![1] },
  }));
}

/** Four videos' predictions of three targets, one of which is known of two videos alone. */
export function gappyPredictions(): Prediction[] {
  const errors = [[0.1, 0.2, 0.3], [0.3, 0, 0.5], [0.1, 0.2, 0.7], [0.3, 0.4, 0.1]] as const;
  return errors.map(([a, b, c], i) => ({
    videoId: `v${i}`,
    predicted: { reach: 0.5 + a, likes: 0.5 - b, watched: 0.5 + c } as unknown as Scores,
    actual: { reach: 0.5, likes: 0.5, ...(i < 2 && { watched: 0.5 }) } as unknown as Scores,
  }));
}
