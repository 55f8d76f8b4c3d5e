import {
  type ParameterName,
  SAMPLE_PARAMETERS,
  type SampleParameter,
} from "lib/loaders/sample/sample_recipe.ts";
import type { Target } from "lib/types.ts";

const PARAMETERS: Readonly<Record<ParameterName, SampleParameter>> = SAMPLE_PARAMETERS;

/** All parameters, in the order in which their latents are drawn. */
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly ParameterName[];

/** A number for each parameter. */
export type Parameters = Readonly<Record<ParameterName, number>>;

/** Turns latents into the numbers that a clip is rendered with, `centre + spread * latent`. */
export function parametersOf(latents: Parameters): Parameters {
  return record(
    PARAMETER_NAMES,
    (name) => PARAMETERS[name].centre + PARAMETERS[name].spread * latents[name],
  );
}

/** Computes a cause's standardised component, `Σ loading * latent / sqrt(Σ loading²)`. */
export function componentOf(
  latents: Parameters,
  { cause, target }: { cause: SampleParameter["cause"]; target: Target },
): number {
  const names = PARAMETER_NAMES.filter((name) => PARAMETERS[name].cause === cause);
  const loadings = names.map((name) => PARAMETERS[name].loadings[target]);
  const sum = names.reduce((sum, name, i) => sum + loadings[i]! * latents[name], 0);
  return sum / Math.hypot(...loadings);
}

/** Makes a record with a value for each key. */
export function record<Key extends string, Value>(
  keys: readonly Key[],
  valueOf: (key: Key, index: number) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key, i) => [key, valueOf(key, i)])) as Record<Key, Value>;
}
