import { predictedTargets } from "lib/targets.ts";
import type { Prediction } from "lib/types.ts";

/** What `checkSameVideos` says was being done. */
export interface CheckSameVideosOptions {
  /** @default "compare two models" */
  task?: string;
}

/**
 * Stops two models' predictions from being used together row by row where the rows differ.
 *
 * @throws {TypeError} when the two do not speak of the same videos in the same order, or not of the
 * same targets
 */
export function checkSameVideos(
  first: readonly Prediction[],
  second: readonly Prediction[],
  { task = "compare two models" }: CheckSameVideosOptions = {},
): void {
  const length = Math.max(first.length, second.length);
  const targets = predictedTargets(first);
  for (let row = 0; row < length; row++) {
    const [a, b] = [first[row], second[row]];
    const same = a && b && a.videoId === b.videoId &&
      targets.every((target) => a.actual[target] === b.actual[target]);
    if (same) continue;
    throw new TypeError(
      `Cannot ${task}: expected the same videos and actual scores in row ${row}, ` +
        `got ${a?.videoId ?? "none"} and ${b?.videoId ?? "none"}`,
    );
  }
  const [ofFirst, ofSecond] = [targets.join(", "), predictedTargets(second).join(", ")];
  if (ofFirst === ofSecond) return;
  throw new TypeError(
    `Cannot ${task}: expected predictions of the same targets, got ${ofFirst} and ${ofSecond}`,
  );
}
