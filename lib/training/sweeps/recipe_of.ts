import { type FineTuningRecipe, IMPROVED_RECIPE, ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import type { Configuration, SearchSpace } from "lib/training/sweeps/search_space.ts";

/** The space that the original project searched, over its own recipe. */
export const ORIGINAL_SPACE = {
  batchSize: { kind: "choice", values: [16, 32] },
  epochs: { kind: "choice", values: [3, 5, 10] },
  learningRate: { kind: "uniform", low: 1e-7, high: 1e-5 },
} as const satisfies SearchSpace;

/** A wider space, over both recipes. */
export const WIDE_SPACE = {
  recipe: { kind: "choice", values: ["original", "improved"] },
  learningRate: { kind: "logUniform", low: 1e-6, high: 3e-4 },
  pooling: { kind: "choice", values: ["mean", "pooler"] },
  frozenLayers: { kind: "choice", values: [0, 2, 4] },
  batchSize: { kind: "choice", values: [16, 32] },
} as const satisfies SearchSpace;

const BASES: Readonly<Record<string, FineTuningRecipe>> = {
  original: ORIGINAL_RECIPE,
  improved: IMPROVED_RECIPE,
};

/**
 * The recipe a configuration stands for: its `recipe`, or the original one, with all else it names.
 *
 * @throws {RangeError} when it names a hyperparameter that recipes do not have
 */
export function recipeOf(
  configuration: Configuration,
  fixed: Partial<FineTuningRecipe> = {},
): FineTuningRecipe {
  const { recipe = "original", ...named } = configuration;
  const base = BASES[recipe];
  if (!base) throw new RangeError(`Expected the recipe original or improved, got ${recipe}`);
  const unknown = Object.keys(named).find((name) => !(name in base));
  if (unknown) throw new RangeError(`Expected hyperparameters of a recipe, got ${unknown}`);
  return { ...base, ...fixed, ...named };
}
