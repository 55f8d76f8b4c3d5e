import { createGenerator } from "lib/random.ts";
import type { Prediction } from "lib/types.ts";
import { average } from "./_pairs.ts";
import { lossDifferences } from "./_loss_differences.ts";

/** How `pairedTest` compares two models. */
export interface PairedTestOptions {
  /** Seed of the flips, 0 to 2^32-1. */
  seed: number;
  /** How many are drawn; where there are no more ways to flip than these, each is taken. @default 9999 */
  flips?: number;
  /** Each row's group; rows of one are flipped together, since they are alike. @default each row its own */
  groups?: readonly (string | number)[];
  /** Squared or absolute error, averaged over all targets. @default "mse" */
  metric?: "mse" | "mae";
}

/** Whether two models differ by more than chance. */
export interface PairedTest {
  /** How much larger the first model's error is. */
  readonly difference: number;
  /** Chance of a difference at least as large, either way, if the two models are alike. */
  readonly p: number;
  /** Groups, or rows where none are given; with G of them p is at least `2 / 2^G`. */
  readonly groups: number;
}

/**
 * Sign-flip test of two models' errors on the same videos: were the models alike, exchanging them on
 * any group of videos would change nothing, so p is the share of such exchanges whose difference is
 * at least as large as the one seen (Fisher 1935), `(count + 1) / (flips + 1)` where they are drawn
 * (Phipson and Smyth 2010).
 *
 * A level of α is kept exactly for models that are exchangeable, and for many groups also for others
 * of equal mean error, since sums order flips as t-statistics do (Janssen 1997). Speaks of one fit of
 * each model: another seed or training set can turn it.
 *
 * @throws {TypeError} when the two do not speak of the same videos in the same order, a score is not
 * finite or there is not one group a row
 * @throws {RangeError} when there are no predictions or an option is out of range
 */
export function pairedTest(
  models: { readonly first: readonly Prediction[]; readonly second: readonly Prediction[] },
  { seed, flips = 9999, groups, metric = "mse" }: PairedTestOptions,
): PairedTest {
  checkOptions(models.first.length, { flips, groups });
  const differences = lossDifferences(models, metric);
  const sums = sumByGroup(differences, groups);
  const difference = average(differences);
  return { difference, p: chanceOf(sums, { seed, flips }), groups: sums.length };
}

function sumByGroup(
  differences: Float64Array,
  groups?: readonly (string | number)[],
): Float64Array {
  if (!groups) return differences;
  const sums = new Map<string | number, number>();
  differences.forEach((difference, row) => {
    sums.set(groups[row]!, (sums.get(groups[row]!) ?? 0) + difference);
  });
  return Float64Array.from(sums.values());
}

/** Share of sign flips under which the sum is at least as far from 0 as it is. */
function chanceOf(sums: Float64Array, { seed, flips }: { seed: number; flips: number }): number {
  const size = sums.reduce((total, sum) => total + Math.abs(sum), 0);
  const seen = Math.abs(sums.reduce((total, sum) => total + sum, 0)) - 1e-12 * size; // sums round
  const ways = 2 ** sums.length;
  if (ways <= flips) {
    const extreme = Array.from({ length: ways }, (_, way) => way)
      .filter((way) => Math.abs(flippedSum(sums, (i) => way >>> i)) >= seen);
    return extreme.length / ways;
  }
  const { uint32 } = createGenerator(seed);
  let extreme = 1; // the difference as it is counts as one
  for (let flip = 0; flip < flips; flip++) {
    let bits = 0;
    const bitOf = (i: number) => (bits = i % 32 === 0 ? uint32() : bits >>> 1);
    if (Math.abs(flippedSum(sums, bitOf)) >= seen) extreme++;
  }
  return extreme / (flips + 1);
}

/** The sum with the sign of each value turned where the last bit of its number is 1. */
function flippedSum(values: Float64Array, bitsOf: (position: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += bitsOf(i) & 1 ? -values[i]! : values[i]!;
  return sum;
}

function checkOptions(
  rows: number,
  { flips, groups }: { flips: number; groups?: readonly (string | number)[] },
): void {
  const task = "Cannot test two models:";
  if (rows === 0) throw new RangeError(`${task} expected at least one prediction, got none`);
  if (!Number.isInteger(flips) || flips < 1) {
    throw new RangeError(`${task} expected flips above 0, got ${flips}`);
  }
  if (groups && groups.length !== rows) {
    throw new TypeError(
      `${task} expected a group for each of ${rows} predictions, got ${groups.length}`,
    );
  }
}
