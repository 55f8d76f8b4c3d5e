import { createHash } from "node:crypto";
import { predictedTargets } from "lib/targets.ts";
import type { Prediction } from "lib/types.ts";

/** SHA-256 of predictions and of what came true, whatever order their videos stand in. */
export function predictionsDigest(predictions: readonly Prediction[]): string {
  const targets = predictedTargets(predictions);
  const rows = predictions.map(({ videoId, predicted, actual }) =>
    JSON.stringify([videoId, ...targets.flatMap((target) => [predicted[target], actual[target]])])
  );
  return createHash("sha256").update(rows.sort().join("\n")).digest("hex");
}
