import { type FineTuningRecipe, IMPROVED_RECIPE, ORIGINAL_RECIPE } from "lib/training/recipes.ts";

/** What a run's identity calls each field of a recipe; a field that is renamed keeps its old name here. */
const NAMES: Readonly<Record<keyof FineTuningRecipe, string>> = {
  optimizer: "optimizer",
  learningRate: "learningRate",
  weightDecay: "weightDecay",
  warmup: "warmup",
  decay: "decay",
  clipNorm: "clipNorm",
  layerDecay: "layerDecay",
  headRate: "headRate",
  frozenLayers: "frozenLayers",
  pooling: "pooling",
  startAtMean: "startAtMean",
  headDropout: "headDropout",
  encoderDropout: "encoderDropout",
  noise: "noise",
  batchSize: "batchSize",
  epochs: "epochs",
  maxTokens: "maxTokens",
};

const FIELDS = Object.keys(NAMES) as (keyof FineTuningRecipe)[];

/** A recipe under stable names, for a digest; fields that are not set are left out. */
export function recipeIdentity(recipe: FineTuningRecipe): Record<string, unknown> {
  const { probability, level } = recipe.noise;
  const values = { ...recipe, noise: { probability, level } };
  return Object.fromEntries(
    FIELDS.filter((field) => recipe[field] !== undefined)
      .map((field) => [NAMES[field], values[field]]),
  );
}

const BASES = { original: ORIGINAL_RECIPE, improved: IMPROVED_RECIPE };

/**
 * A recipe in a few words: the known one that it differs from least, and how.
 *
 * @example `"improved, epochs 3, learningRate 0.00002"`
 */
export function describeRecipe(recipe: FineTuningRecipe): string {
  const described = Object.entries(BASES).map(([name, base]) => [
    name,
    ...FIELDS.filter((field) => !isEqual(recipe[field], base[field]))
      .map((field) => `${NAMES[field]} ${wordsOf(recipe[field])}`),
  ]);
  return described.toSorted((a, b) => a.length - b.length)[0]!.join(", ");
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function wordsOf(value: unknown): string {
  if (value === undefined) return "unset";
  return typeof value === "object" ? Object.values(Object(value)).join("/") : String(value);
}
