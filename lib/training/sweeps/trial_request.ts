import type { FineTuningRecipe } from "lib/training/recipes.ts";

/** What a trial's process is asked to do; all of it survives JSON. */
export interface TrialRequest {
  /** A checkpoint's name on the hub, with its revision or without, or its folder. */
  readonly model: string;
  /** A JSON file with the `FineTuningData` to train on. */
  readonly dataPath: string;
  readonly recipe: FineTuningRecipe;
  /** The folder of runs; the trial has one of its own in it, from which it goes on. */
  readonly folder: string;
  /** What the trial's folder is called before its digest. @default "trial" */
  readonly name?: string;
  readonly seed: number;
  /** Epochs the trial has behind it when it ends. */
  readonly untilEpoch: number;
}
