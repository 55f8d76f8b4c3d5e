import { basename, dirname, join } from "node:path";
import { openFileDigests } from "lib/storage/file_digests.ts";
import { digestOf } from "lib/storage/digest.ts";
import { TARGETS } from "lib/targets.ts";
import type {
  FineTuneOptions,
  FineTuningData,
  ScoredText,
} from "lib/training/fine_tune_options.ts";
import { drawsOf } from "lib/training/random_uniform.ts";
import type { FineTuningRecipe } from "lib/training/recipes.ts";
import type { RunPlan } from "lib/training/runs/in_run.ts";
import { describeRecipe, recipeIdentity } from "lib/training/runs/recipe_identity.ts";
import { TRAINER_VERSION } from "lib/training/runs/trainer_version.ts";
import { parseBertConfig } from "lib/training/transformers/config.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";

/** The files of a checkpoint that decide numbers, by the names that identities call them. */
const FILES = {
  weights: "model.safetensors",
  config: "config.json",
  tokenizer: "tokenizer.json",
  tokenizerConfig: "tokenizer_config.json",
} as const;

/** What a run is called that nobody named. */
export const DEFAULT_LABEL = "fine-tuning";

/** What decides a fine-tuning run beside its options. */
export interface FineTuneParts {
  readonly model: ModelFiles;
  readonly data: FineTuningData;
  readonly recipe: FineTuningRecipe;
}

/** All that decides a fine-tuning run's numbers, and what a list of runs says of it. */
export async function fineTunePlan(
  { model, data, recipe }: FineTuneParts,
  options: FineTuneOptions,
): Promise<RunPlan> {
  const { folder, label = DEFAULT_LABEL, name = label, seed, untilEpoch } = options;
  const { validationsPerEpoch = 1, patience } = options;
  return {
    name,
    identity: {
      kind: "fine-tuned encoder",
      trainer: TRAINER_VERSION,
      ...await modelIdentity(model, folder),
      recipe: recipeIdentity(recipe),
      train: digestOfTexts(data.train),
      validation: digestOfTexts(data.validation),
      seed,
      validationsPerEpoch,
      patience: patience === Infinity ? undefined : patience,
      draws: await dropsAnything(model, recipe) ? drawsOf() : undefined,
    },
    about: {
      model: await describeModel(model),
      data: `${data.train.length} + ${data.validation.length} texts`,
      recipe: `${describeRecipe(recipe)}, seed ${seed}`,
    },
    epochs: recipe.epochs,
    untilEpoch,
  };
}

/**
 * SHA-256 of each file of a checkpoint that decides numbers, under stable names.
 *
 * @param folder where files' digests are remembered
 * @throws {Deno.errors.NotFound} when there is no such file
 */
export async function modelIdentity(model: ModelFiles, folder: string) {
  const digests = await openFileDigests(join(folder, "model_digests.jsonl"));
  const identity: Record<string, string> = {};
  for (const [name, file] of Object.entries(FILES)) {
    identity[name] = await digests.of(await model.file(file));
  }
  return identity;
}

/** A digest of texts and their scores, in their order. */
export function digestOfTexts(texts: readonly ScoredText[]): string {
  return digestOf(texts.map(({ transcript, scores }) => [
    transcript,
    ...TARGETS.map((target) => [target, scores[target]]),
  ]));
}

/** What dropout draws differs by backend, other numbers only in their last digits. */
async function dropsAnything(model: ModelFiles, recipe: FineTuningRecipe): Promise<boolean> {
  const path = await model.file(FILES.config);
  const config = parseBertConfig(await Deno.readTextFile(path), path);
  const { headDropout, encoderDropout } = recipe;
  const encoder = encoderDropout ?? Math.max(config.hiddenDropout, config.attentionDropout);
  return headDropout > 0 || encoder > 0;
}

/** A checkpoint's name on the hub, or its folder's. */
export async function describeModel({ id, file }: ModelFiles): Promise<string> {
  return id ?? basename(dirname(await file(FILES.config)));
}
