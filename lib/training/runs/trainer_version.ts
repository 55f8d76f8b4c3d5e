import { IMPROVED_RECIPE, ORIGINAL_RECIPE } from "lib/training/recipes.ts";
import { recipeIdentity } from "lib/training/runs/recipe_identity.ts";
import { shortDigestOf } from "lib/storage/digest.ts";

/**
 * Counts the changes of the trainer after which the same recipe gives other numbers, and nothing else:
 * a run of another version is another run. `trainer_version_test.ts` fails where the numbers changed.
 */
export const TRAINER_VERSION = 1;

/** By what a model's trainer and recipes are told from later ones. */
export interface TrainingVersions {
  /** `TRAINER_VERSION` when it was trained. */
  readonly trainer: number;
  /** Digest of the recipes that `recipes.ts` defined then. */
  readonly recipes: string;
}

/** Today's trainer and recipes. */
export function trainingVersions(): TrainingVersions {
  return {
    trainer: TRAINER_VERSION,
    recipes: shortDigestOf({
      original: recipeIdentity(ORIGINAL_RECIPE),
      improved: recipeIdentity(IMPROVED_RECIPE),
    }),
  };
}

/** Which run a model came from. */
export interface RunInfo extends TrainingVersions {
  /** SHA-256 of all that decides the run's numbers. */
  readonly digest: string;
}

/** A run of this process, and where it lies. */
export interface TrainedRun extends RunInfo {
  /** The run's own folder. */
  readonly folder: string;
}
