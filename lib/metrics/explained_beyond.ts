import type { Prediction, Target } from "lib/types.ts";
import { checkSameVideos } from "./check_same_videos.ts";
import { r2 } from "./regression.ts";

/**
 * Share of each target's variance that a model explains beyond a baseline, `R²(model) -
 * R²(baseline)`, both over the same videos.
 *
 * On groups that no model has seen the baseline's own R² is below 0, because their mean is another
 * one; the difference is what the model adds. Ignores whether the difference is more than chance:
 * see `pairedDifference` for that.
 *
 * @throws {TypeError} when the two do not speak of the same videos in the same order
 * @throws {RangeError} when there are no predictions
 */
export function explainedBeyond(
  baseline: readonly Prediction[],
  predictions: readonly Prediction[],
): Record<Target, number> {
  checkSameVideos(baseline, predictions, { task: "compare with a baseline" });
  const gain = (target: Target) => r2Of(predictions, target) - r2Of(baseline, target);
  return { virality: gain("virality"), engagement: gain("engagement") };
}

function r2Of(predictions: readonly Prediction[], target: Target): number {
  return r2(
    predictions.map(({ predicted }) => predicted[target]),
    predictions.map(({ actual }) => actual[target]),
  );
}
