import { fileURLToPath } from "node:url";
import { fineTune } from "lib/training/fine_tune.ts";
import type { FineTuneOptions, FineTuningData } from "lib/training/fine_tune_options.ts";
import { type FineTuningRecipe, IMPROVED_RECIPE } from "lib/training/recipes.ts";
import { disposeRegressor, predictScores } from "lib/training/regressor.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { withoutSeconds } from "../_without_seconds.ts";

const MODEL = filesIn(fileURLToPath(new URL("../../fixtures/tiny-roberta", import.meta.url)));

const TEXTS = ["day", "win", "house", "song"].map((noun, i) => ({
  transcript: `a great ${noun}`,
  scores: { virality: i / 4, engagement: 1 - i / 4 },
}));

export const TINY_DATA: FineTuningData = { train: TEXTS, validation: TEXTS.slice(0, 2) };

/** Two steps an epoch, three epochs. */
export const TINY_RECIPE: FineTuningRecipe = {
  ...IMPROVED_RECIPE,
  learningRate: 5e-3,
  epochs: 3,
  batchSize: 2,
  maxTokens: 8,
};

/** What a tiny run asks for beside the folder of runs. */
export type TinyOptions =
  & Partial<FineTuneOptions>
  & { readonly recipe?: Partial<FineTuningRecipe>; readonly data?: FineTuningData };

/** Fine-tunes the tiny RoBERTa; what came of it without what a clock measured, and what it predicts. */
export async function tinyRun(folder: string, options: TinyOptions = {}) {
  const { recipe = {}, data = TINY_DATA, ...more } = options;
  const { regressor, result, run } = await fineTune(MODEL, data, { ...TINY_RECIPE, ...recipe }, {
    folder,
    seed: 1,
    label: "tiny",
    ...more,
  });
  const predicted = await predictScores(regressor, ["a great day"]);
  disposeRegressor(regressor);
  return { run, numbers: { ...withoutSeconds(result), predicted } };
}
