import type { FineTuningData } from "lib/training/fine_tune_options.ts";
import { type FineTuningRecipe, IMPROVED_RECIPE, ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import { describeModel, digestOfTexts, modelIdentity } from "lib/training/runs/fine_tune_plan.ts";
import { recipeIdentity } from "lib/training/runs/recipe_identity.ts";
import { TRAINER_VERSION } from "lib/training/runs/trainer_version.ts";
import type { SweepPlan } from "lib/training/sweeps/run_sweep.ts";
import type { SearchSpace } from "lib/training/sweeps/search_space.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";

/** What a sweep over recipes decides. */
export interface SweepParts {
  readonly model: ModelFiles;
  readonly data: FineTuningData;
  readonly space: SearchSpace;
  /** How the space is searched and how long, such as `{ by: "halving", trials: 9, maxEpochs: 9 }`. */
  readonly search: Readonly<Record<string, string | number>>;
  /** Draws the configurations. */
  readonly seed: number;
  /** Seeds each trial's training. */
  readonly trialSeed: number;
  /** What every recipe has, whatever is drawn. @default {} */
  readonly fixed?: Partial<FineTuningRecipe>;
}

/**
 * All that decides a sweep's jobs and what comes of them.
 *
 * @param folder where files' digests are remembered
 * @throws {Deno.errors.NotFound} when the model lacks a file
 */
export async function sweepPlan(parts: SweepParts, folder: string): Promise<SweepPlan> {
  const { model, data, space, search, seed, trialSeed, fixed = {} } = parts;
  return {
    identity: {
      kind: "sweep of recipes",
      trainer: TRAINER_VERSION,
      ...await modelIdentity(model, folder),
      original: recipeIdentity({ ...ORIGINAL_RECIPE, ...fixed }),
      improved: recipeIdentity({ ...IMPROVED_RECIPE, ...fixed }),
      train: digestOfTexts(data.train, data),
      validation: digestOfTexts(data.validation, data),
      space: Object.entries(space), // drawn in their order
      ...{ search, seed, trialSeed },
    },
    about: {
      model: await describeModel(model),
      data: `${data.train.length} + ${data.validation.length} texts`,
      recipe: `sweep over ${Object.keys(space).join(", ")}, seed ${seed}`,
    },
  };
}
