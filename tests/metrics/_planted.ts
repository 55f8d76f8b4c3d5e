import { createGenerator } from "lib/random.ts";
import { predictionsOf } from "./_predictions.ts";

/** Two models whose squared errors differ by exactly these amounts, one a video. */
export function withLossDifferences(differences: readonly number[]) {
  const none = differences.map(() => [0, 0] as const);
  const level = 1 + Math.max(0, ...differences.map(Math.abs)); // keeps every squared error above 0
  const of = (sign: number) => {
    const errors = differences.map((difference) => Math.sqrt(level + sign * difference / 2));
    return predictionsOf(errors.map((error) => [error, error]), none);
  };
  return { first: of(1), second: of(-1) };
}

/** How `drawDifferences` draws; a group's mean difference has a standard deviation of 1. */
export interface DrawnDifferences {
  groups: number;
  /** Videos a group. */
  size: number;
  /** Mean of the differences, in standard deviations of a group's mean. */
  effect: number;
  seed: number;
}

/** Normal differences of errors, four fifths of whose variance by group a group shares. */
export function drawDifferences({ groups, size, effect, seed }: DrawnDifferences) {
  const { normal } = createGenerator(seed);
  const shared = Array.from({ length: groups }, () => effect + Math.sqrt(0.8) * normal());
  const owners = Array.from({ length: groups * size }, (_, row) => Math.floor(row / size));
  const own = Math.sqrt(0.2 * size);
  return { owners, differences: owners.map((group) => shared[group]! + own * normal()) };
}
