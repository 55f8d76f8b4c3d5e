import type { Prediction } from "lib/types.ts";

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
