import { predictedTargets } from "lib/targets.ts";
import type { Prediction } from "lib/types.ts";

/** Numbers of one target, one a row. */
export type Values = ArrayLike<number>;

/**
 * Stops a metric from pairing rows that do not belong together.
 *
 * @throws {TypeError} when the lengths differ
 * @throws {RangeError} when there are no rows
 */
export function checkPairs(metric: string, predicted: Values, actual: Values): void {
  if (predicted.length !== actual.length) {
    throw new TypeError(
      `Cannot compute ${metric}: expected as many predicted as actual values (${actual.length}), ` +
        `got ${predicted.length}`,
    );
  }
  if (actual.length === 0) {
    throw new RangeError(`Cannot compute ${metric}: expected at least one row, got none`);
  }
}

/** Whether all values are the same number. */
export function isConstant(values: Values): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

/** Sum divided by count. */
export function average(values: Values): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** What was predicted of one target and what came true, one a row. */
export interface TargetPairs {
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
  /** The rows whose target is known, where some are not. */
  readonly known?: ReadonlySet<number>;
}

/** One target's part of predictions. */
export function pairsOf(predictions: readonly Prediction[], target: string): TargetPairs {
  const known = predictions.flatMap(({ actual }, row) => actual[target] === undefined ? [] : [row]);
  return {
    predicted: Float64Array.from(predictions, (row) => row.predicted[target] ?? NaN),
    actual: Float64Array.from(predictions, (row) => row.actual[target] ?? NaN),
    ...(known.length < predictions.length && { known: new Set(known) }),
  };
}

/** The pairs at those of the given rows whose target is known, in their order. */
export function pickPairs(
  { predicted, actual, known }: TargetPairs,
  rows: Int32Array,
): TargetPairs {
  const kept = known ? rows.filter((row) => known.has(row)) : rows;
  return { predicted: pick(predicted, kept), actual: pick(actual, kept) };
}

/** A metric over the pairs that are known; NaN where none is. */
export function metricOn(
  metric: (predicted: Values, actual: Values) => number,
  pairs: TargetPairs,
): number {
  const all = () => Int32Array.from(pairs.actual.keys());
  const { predicted, actual } = pairs.known ? pickPairs(pairs, all()) : pairs;
  return actual.length === 0 ? NaN : metric(predicted, actual);
}

/** The targets over which metrics are averaged: those predicted ones that are known of any video. */
export function knownTargets(predictions: readonly Prediction[]): string[] {
  return predictedTargets(predictions).filter((target) => countKnown(predictions, target) > 0);
}

/** Of how many videos a target is known. */
export function countKnown(predictions: readonly Prediction[], target: string): number {
  return predictions.filter(({ actual }) => actual[target] !== undefined).length;
}

/** The values at the given rows, in their order. */
export function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}
