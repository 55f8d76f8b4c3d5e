import assert from "assert";
import { createGenerator } from "lib/random.ts";
import { IMPROVED_RECIPE, ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import { ORIGINAL_SPACE, recipeOf, WIDE_SPACE } from "lib/training/sweeps/recipe_of.ts";
import { drawConfiguration } from "lib/training/sweeps/search_space.ts";

Deno.test("recipeOf() changes a base recipe by what a configuration names", () => {
  const recipe = recipeOf({ recipe: "improved", learningRate: 1e-4, pooling: "pooler" });
  assert.deepEqual(recipe, { ...IMPROVED_RECIPE, learningRate: 1e-4, pooling: "pooler" });
  assert.deepEqual(recipeOf({ epochs: 3 }, { maxTokens: 64 }), {
    ...ORIGINAL_RECIPE,
    epochs: 3,
    maxTokens: 64,
  });
});

Deno.test("recipeOf() reads everything that either space draws", () => {
  for (const space of [ORIGINAL_SPACE, WIDE_SPACE]) {
    recipeOf(drawConfiguration(space, createGenerator(1)));
  }
});

Deno.test("recipeOf() names what it does not know", () => {
  assert.throws(() => recipeOf({ recipe: "best" }), { name: "RangeError", message: /got best/ });
  assert.throws(() => recipeOf({ learnRate: 1 }), { name: "RangeError", message: /got learnRate/ });
});
