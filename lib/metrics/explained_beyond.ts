import { forTargets, predictedTargets } from "lib/targets.ts";
import type { ByTarget, Prediction } from "lib/types.ts";
import { metricOn, pairsOf } from "./_pairs.ts";
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
): ByTarget<number> {
  checkSameVideos(baseline, predictions, { task: "compare with a baseline" });
  if (predictions.length === 0) return forTargets([], () => r2([], []));
  const r2Of = (rows: readonly Prediction[], target: string) => metricOn(r2, pairsOf(rows, target));
  return forTargets(
    predictedTargets(predictions),
    (target) => r2Of(predictions, target) - r2Of(baseline, target),
  );
}
