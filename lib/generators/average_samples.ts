import { forTargets } from "lib/targets.ts";
import type { Scores } from "lib/types.ts";

/** Several answers about a video taken as one. */
export interface AveragedScores {
  readonly mean: Scores;
  /** Standard deviation of the answers, `sqrt(sum((x - mean)^2) / (k - 1))`; none for one answer. */
  readonly spread?: Scores;
}

/**
 * Averages k answers about a video; the mean of k independent ones has 1/k of their variance.
 *
 * @throws {RangeError} when there is no answer
 */
export function averageSamples(samples: readonly Scores[]): AveragedScores {
  if (samples.length === 0) {
    throw new RangeError("Cannot average samples: expected at least one, got none");
  }
  const targets = Object.keys(samples[0]!);
  const mean = forTargets(
    targets,
    (target) => samples.reduce((sum, scores) => sum + scores[target]!, 0) / samples.length,
  );
  if (samples.length === 1) return { mean };
  const spread = forTargets(targets, (target) =>
    Math.sqrt(
      samples.reduce((sum, scores) => sum + (scores[target]! - mean[target]!) ** 2, 0) /
        (samples.length - 1),
    ));
  return { mean, spread };
}
