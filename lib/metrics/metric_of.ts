import { forTargets } from "lib/targets.ts";
import type { ByTargetAndAverage } from "lib/types.ts";
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
): ByTargetAndAverage<Interval> {
  const pick = (target: string): Interval => {
    const row = evaluations.find((it) => it.metric === metric && it.target === target);
    if (!row) throw new RangeError(`Expected ${metric} of ${target} among the evaluations`);
    return { value: row.value, low: row.low, high: row.high };
  };
  const average = pick("average");
  return { ...forTargets(evaluatedTargets(evaluations), pick), average };
}

/** The targets that evaluations speak of, in their order, without the average over all. */
export function evaluatedTargets(evaluations: readonly Pick<Evaluation, "target">[]): string[] {
  const all = new Set(evaluations.map(({ target }) => target));
  return [...all].filter((target) => target !== "average");
}
