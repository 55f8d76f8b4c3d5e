import type { Target } from "lib/targets.ts";

/** What may not be a target's name: the mean of all, and what else a video is known by. */
const TAKEN: readonly string[] = [
  "average",
  ...["videoId", "transcript", "row", "channelId", "title", "publishedAt", "counts"],
];

/**
 * Stops a list of targets whose scores could not be told apart or rescaled.
 *
 * @throws {RangeError} naming the target
 */
export function checkTargets(targets: readonly Target[]): void {
  const problem = targets.length === 0 ? "expected at least one, got none" : targets
    .map((target, i) => problemOf(target, targets.slice(0, i)))
    .find((it) => it !== undefined);
  if (problem) throw new RangeError(`Cannot take these targets: ${problem}`);
}

function problemOf(
  { name, column, range: [low, high] }: Target,
  earlier: readonly Target[],
): string | undefined {
  if (!/^[a-z][A-Za-z0-9_]*$/.test(name) || TAKEN.includes(name)) {
    return `expected a name of letters and digits that is not taken, got ${JSON.stringify(name)}`;
  }
  const twice = earlier.some((other) => other.name === name || other.column === column);
  if (twice) return `expected names and columns to differ, got ${name} in ${column} twice`;
  if (!(low < high && Number.isFinite(high - low))) {
    return `expected a range from low to high of ${name}, got ${low} to ${high}`;
  }
}
