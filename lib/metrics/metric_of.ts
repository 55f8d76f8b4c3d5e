import type { Target } from "lib/types.ts";
import type { Interval } from "./bootstrap.ts";
import type { Evaluation, MetricName } from "./evaluate.ts";

/**
 * One metric of `evaluate`'s rows, by target and averaged.
 *
 * @throws {RangeError} when the rows lack it
 */
export function metricOf(
  evaluations: readonly Evaluation[],
  metric: MetricName,
): Record<Target | "average", Interval> {
  const pick = (target: Target | "average"): Interval => {
    const row = evaluations.find((it) => it.metric === metric && it.target === target);
    if (!row) throw new RangeError(`Expected ${metric} of ${target} among the evaluations`);
    return { value: row.value, low: row.low, high: row.high };
  };
  return { virality: pick("virality"), engagement: pick("engagement"), average: pick("average") };
}
