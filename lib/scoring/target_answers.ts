import type { TargetAnswer } from "lib/scoring/answer.ts";
import type { ConformalIntervals } from "lib/metrics/conformal.ts";
import type { Scores, Target } from "lib/types.ts";

/** What predicted scores are set against. */
export interface TargetAnswersOptions {
  readonly intervals: Pick<ConformalIntervals, "interval">;
  /** Scores of the known videos. */
  readonly known: readonly Scores[];
}

/** Brings predicted scores, 0..1, into 0..100, with their intervals and places among known ones. */
export function targetAnswers(
  predicted: Scores,
  { intervals, known }: TargetAnswersOptions,
): Record<Target, TargetAnswer> {
  const ranges = intervals.interval(predicted);
  const answer = (target: Target): TargetAnswer => {
    const score = Math.min(1, Math.max(0, predicted[target]));
    const { low, high } = ranges[target];
    const values = known.map((scores) => scores[target]);
    return {
      score: 100 * score,
      low: 100 * low,
      high: 100 * high,
      percentile: percentile(score, values),
      median: 100 * median(values),
    };
  };
  return { virality: answer("virality"), engagement: answer("engagement") };
}

/**
 * Share of values below a score in percent, equal ones counted half.
 *
 * @throws {RangeError} when there are no values
 */
export function percentile(score: number, values: readonly number[]): number {
  if (values.length === 0) {
    throw new RangeError("Cannot take a percentile: expected values, got none");
  }
  const below = values.filter((value) => value < score).length;
  const equal = values.filter((value) => value === score).length;
  return 100 * (below + equal / 2) / values.length;
}

/** The middle value, the mean of the two middle ones for an even count. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
