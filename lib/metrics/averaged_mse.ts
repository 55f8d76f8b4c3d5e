import type { Prediction } from "lib/types.ts";
import { average, knownTargets, metricOn, pairsOf } from "./_pairs.ts";
import { mse } from "./regression.ts";

/**
 * Mean squared error averaged over all targets, each on the videos of which it is known, scores in
 * 0..1: the number the original project chose its models by. See `mse` for what it ignores.
 *
 * @throws {RangeError} when there are no predictions
 */
export function averagedMse(predictions: readonly Prediction[]): number {
  if (predictions.length === 0) return mse([], []);
  return average(
    knownTargets(predictions).map((target) => metricOn(mse, pairsOf(predictions, target))),
  );
}
