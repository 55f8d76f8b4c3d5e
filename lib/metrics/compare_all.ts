import type { Prediction } from "lib/types.ts";
import { lossDifferences } from "./_loss_differences.ts";
import { average, pick } from "./_pairs.ts";
import { drawResamples } from "./_resamples.ts";
import {
  type BootstrapOptions,
  type Interval,
  percentileEnds,
  percentileLevel,
} from "./bootstrap.ts";
import { holm } from "./holm.ts";
import { pairedTest } from "./paired_test.ts";

/** A model's name and what it predicted. */
export interface ComparedModel {
  readonly model: string;
  readonly predictions: readonly Prediction[];
}

/** How `compareAll` compares models. */
export interface CompareAllOptions extends BootstrapOptions {
  /** Averaged over all targets. @default "mse" */
  metric?: "mse" | "mae";
  /** Name of the one model that all others are compared with. @default none, every pair is compared */
  baseline?: string;
  /** Most sign flips of a test. @default 9999 */
  flips?: number;
}

/** How two of many models differ. */
export interface Comparison {
  /** The baseline, or the model that comes earlier. */
  readonly first: string;
  readonly second: string;
  /** How much larger the first model's error is, with its bootstrap interval. */
  readonly difference: Interval;
  /** Of `pairedTest`, as if no other pair were compared. */
  readonly p: number;
  /** Of `holm`, over all pairs compared. */
  readonly adjustedP: number;
}

/**
 * Compares models two by two on the same videos, resamples and sign flips, with p-values corrected
 * for how many pairs there are.
 *
 * See `pairedDifference` for the interval, which is not corrected, and `pairedTest` and `holm` for
 * what the p-values keep.
 *
 * @throws {TypeError} when models do not speak of the same videos in the same order
 * @throws {RangeError} when there are fewer than two models, two of one name, no such baseline, or
 * an option is out of range
 */
export function compareAll(
  models: readonly ComparedModel[],
  { baseline, flips, ...options }: CompareAllOptions,
): Comparison[] {
  checkModels(models, baseline);
  const { seed, groups, metric = "mse" } = options;
  const resamples = drawResamples(models[0]!.predictions.length, options);
  const level = percentileLevel(models[0]!.predictions.length, options);
  const compared = pairsOf(models, baseline).map(([first, second]) => {
    const pair = { first: first.predictions, second: second.predictions };
    const differences = lossDifferences(pair, metric);
    const resampled = resamples.map((rows) => average(pick(differences, rows)));
    const difference = { value: average(differences), ...percentileEnds(resampled, level) };
    const { p } = pairedTest(pair, { seed, groups, metric, flips });
    return { first: first.model, second: second.model, difference, p };
  });
  const adjusted = holm(compared.map(({ p }) => p));
  return compared.map((pair, i) => ({ ...pair, adjustedP: adjusted[i]! }));
}

function pairsOf(
  models: readonly ComparedModel[],
  baseline?: string,
): [ComparedModel, ComparedModel][] {
  if (baseline === undefined) {
    return models.flatMap((first, i) =>
      models.slice(i + 1).map((second): [ComparedModel, ComparedModel] => [first, second])
    );
  }
  const first = models.find(({ model }) => model === baseline)!;
  return models.filter((second) => second !== first).map((second) => [first, second]);
}

function checkModels(models: readonly ComparedModel[], baseline?: string): void {
  const names = models.map(({ model }) => model);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  const problem = models.length < 2
    ? `at least two, got ${models.length}`
    : twice !== undefined
    ? `different names, got ${twice} twice`
    : baseline !== undefined && !names.includes(baseline)
    ? `the baseline among them, got ${baseline}`
    : undefined;
  if (problem) throw new RangeError(`Cannot compare models: expected ${problem}`);
}
