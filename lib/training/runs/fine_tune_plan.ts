import { join } from "node:path";
import { type ModelFiles, modelName } from "lib/loaders/models/model_files.ts";
import { weightFiles } from "lib/loaders/models/open_weights.ts";
import { openTokenizer } from "lib/loaders/tokenizer.ts";
import { type FileDigests, openFileDigests } from "lib/storage/file_digests.ts";
import { digestOf } from "lib/storage/digest.ts";
import { DEFAULT_TARGETS, namesOf } from "lib/targets.ts";
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

/** The files beside the weights that decide numbers. */
const FILES = { config: "config.json", tokenizer: "tokenizer.json" } as const;

/** The same, of a file that not every model has. */
const TOKENIZER_CONFIG = "tokenizer_config.json";

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
      train: digestOfTexts(data.train, data),
      validation: digestOfTexts(data.validation, data),
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
 * SHA-256 of each file of a checkpoint that decides numbers, under stable names, the special tokens
 * that its other files add, and its revision where one is known.
 *
 * @param folder where files' digests are remembered
 * @throws {Deno.errors.NotFound} when there is no such file
 */
export async function modelIdentity(model: ModelFiles, folder: string) {
  const digests = await openFileDigests(join(folder, "model_digests.jsonl"));
  const of = async (file: string) => await digests.of(await model.file(file));
  const { added } = await openTokenizer(model);
  return {
    weights: await digestOfWeights(model, digests),
    config: await of(FILES.config),
    tokenizer: await of(FILES.tokenizer),
    ...await model.has(TOKENIZER_CONFIG) ? { tokenizerConfig: await of(TOKENIZER_CONFIG) } : {},
    ...added ? { specialTokens: added } : {},
    ...model.revision ? { revision: model.revision } : {},
  };
}

/** The digest of the one file of weights, or over those of all shards and their index. */
async function digestOfWeights(model: ModelFiles, digests: FileDigests): Promise<string> {
  const found: Record<string, string> = {};
  for (const [name, path] of await weightFiles(model)) found[name] = await digests.of(path);
  const [single, ...others] = Object.values(found);
  return others.length === 0 ? single! : digestOf(found);
}

/** A digest of texts and their scores, in their order; one that is not known counts as null. */
export function digestOfTexts(
  texts: readonly ScoredText[],
  { targets = DEFAULT_TARGETS }: Pick<FineTuningData, "targets"> = {},
): string {
  const names = namesOf(targets);
  return digestOf(texts.map(({ transcript, scores }) => [
    transcript,
    ...names.map((target) => [target, scores[target]]),
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

/** A checkpoint's name on the hub, or its folder's, with its revision where one is known. */
export async function describeModel(model: ModelFiles): Promise<string> {
  return withRevision(await modelName(model), model);
}

/** Digits of a commit that a list of runs shows. */
const SHOWN_DIGITS = 12;

/**
 * A model's name and what is shown of its revision.
 *
 * @example `withRevision("a/b", { revision: "main" })` is `"a/b@main"`
 */
export function withRevision(name: string, { revision }: Pick<ModelFiles, "revision">): string {
  if (revision === undefined) return name;
  const isCommit = /^[0-9a-f]{40}$/.test(revision);
  return `${name}@${isCommit ? revision.slice(0, SHOWN_DIGITS) : revision}`;
}
