import type { Prediction } from "lib/types.ts";
import { average, countKnown, knownTargets } from "./_pairs.ts";
import { checkSameVideos } from "./check_same_videos.ts";

/**
 * How much larger the first model's squared or absolute error is on each row, averaged over all
 * targets; one that is known of n_t of n videos weighs `n / n_t` where it is, so that the mean over
 * the rows is that of the targets' own means.
 *
 * @throws {TypeError} when the two do not speak of the same videos in the same order or a score is
 * not finite
 */
export function lossDifferences(
  { first, second }: {
    readonly first: readonly Prediction[];
    readonly second: readonly Prediction[];
  },
  metric: "mse" | "mae",
): Float64Array {
  checkSameVideos(first, second);
  const [ofFirst, ofSecond] = [lossesOf(first, metric), lossesOf(second, metric)];
  return Float64Array.from(ofFirst, (loss, row) => loss - ofSecond[row]!);
}

function lossesOf(predictions: readonly Prediction[], metric: "mse" | "mae"): number[] {
  const loss = (error: number) => metric === "mse" ? error ** 2 : Math.abs(error);
  const targets = knownTargets(predictions);
  const weights = targets.map((target) => predictions.length / countKnown(predictions, target));
  return predictions.map(({ videoId, predicted, actual }) => {
    const mean = average(targets.map((target, k) => {
      const truth = actual[target];
      return truth === undefined ? 0 : weights[k]! * loss((predicted[target] ?? NaN) - truth);
    }));
    if (Number.isFinite(mean)) return mean;
    throw new TypeError(
      `Cannot compare two models: expected finite scores of video ${videoId}, ` +
        `got ${targets.map((target) => predicted[target]).join(" and ")}`,
    );
  });
}
