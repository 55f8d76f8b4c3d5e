import type { Generator } from "lib/random.ts";

/** Where one hyperparameter may lie. */
export type Range<Value extends string | number = string | number> =
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "logUniform"; readonly low: number; readonly high: number }
  | { readonly kind: "choice"; readonly values: readonly Value[] };

/** A range for each hyperparameter by name. */
export type SearchSpace = Readonly<Record<string, Range>>;

/** One point of a search space. */
export type Configuration = Readonly<Record<string, string | number>>;

/**
 * Draws each hyperparameter on its own, in the order the space names them.
 *
 * `logUniform` draws `exp(uniform(log low, log high))`.
 *
 * @throws {RangeError} when a range is empty or a logarithmic one reaches down to 0
 */
export function drawConfiguration(space: SearchSpace, generator: Generator): Configuration {
  return Object.fromEntries(
    Object.entries(space).map(([name, range]) => [name, drawValue(name, range, generator)]),
  );
}

function drawValue(name: string, range: Range, generator: Generator): string | number {
  if (range.kind === "choice") {
    if (range.values.length === 0) throw new RangeError(`${name}: expected values to choose from`);
    return range.values[generator.integer(range.values.length - 1)]!;
  }
  const { low, high } = range;
  if (!(low <= high) || (range.kind === "logUniform" && low <= 0)) {
    throw new RangeError(`${name}: expected a ${range.kind} range, got ${low} to ${high}`);
  }
  const share = generator.uniform();
  return range.kind === "uniform"
    ? low + share * (high - low)
    : Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low)));
}
