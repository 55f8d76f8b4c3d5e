import { TARGETS } from "lib/targets.ts";
import type { Prediction } from "lib/types.ts";
import { average } from "./_pairs.ts";
import { mse } from "./regression.ts";

/**
 * Mean squared error averaged over both targets, scores in 0..1: the number the original project
 * chose its models by. See `mse` for what it ignores.
 *
 * @throws {RangeError} when there are no predictions
 */
export function averagedMse(predictions: readonly Prediction[]): number {
  return average(TARGETS.map((target) =>
    mse(
      predictions.map(({ predicted }) => predicted[target]),
      predictions.map(({ actual }) => actual[target]),
    )
  ));
}
