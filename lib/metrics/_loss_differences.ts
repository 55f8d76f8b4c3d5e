import { TARGETS } from "lib/targets.ts";
import type { Prediction } from "lib/types.ts";
import { average } from "./_pairs.ts";
import { checkSameVideos } from "./check_same_videos.ts";

/**
 * How much larger the first model's squared or absolute error is on each row, averaged over both
 * targets.
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
  return predictions.map(({ videoId, predicted, actual }) => {
    const mean = average(TARGETS.map((target) => loss(predicted[target] - actual[target])));
    if (Number.isFinite(mean)) return mean;
    throw new TypeError(
      `Cannot compare two models: expected finite scores of video ${videoId}, ` +
        `got ${TARGETS.map((target) => predicted[target]).join(" and ")}`,
    );
  });
}
