import type { FineTuningRecipe } from "lib/training/recipes.ts";

/** What a trial's process is asked to do; all of it survives JSON. */
export interface TrialRequest {
  /** A checkpoint's name on the hub, or its folder. */
  readonly model: string;
  /** A JSON file with the `FineTuningData` to train on. */
  readonly dataPath: string;
  readonly recipe: FineTuningRecipe;
  /** The trial's own folder, from which it goes on. */
  readonly folder: string;
  readonly seed: number;
  /** Epochs the trial has behind it when it ends. */
  readonly untilEpoch: number;
}
