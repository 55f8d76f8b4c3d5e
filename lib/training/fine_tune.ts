import { lengthBucketedBatches } from "lib/batches.ts";
import { createGenerator, deriveSeed } from "lib/random.ts";
import { TARGETS } from "lib/targets.ts";
import { addCharacterNoise } from "lib/training/character_noise.ts";
import { layerOf, trainedParameters } from "lib/training/layers.ts";
import { adam, adamW } from "lib/training/optimizers.ts";
import type { FineTuningRecipe } from "lib/training/recipes.ts";
import type {
  FineTuneOptions,
  FineTuningData,
  ScoredText,
} from "lib/training/fine_tune_options.ts";
import { createRegressor, predictScores, regress, type Regressor } from "lib/training/regressor.ts";
import {
  DEFAULT_LABEL,
  type FineTuneParts,
  fineTunePlan,
} from "lib/training/runs/fine_tune_plan.ts";
import { inRun } from "lib/training/runs/in_run.ts";
import type { TrainedRun } from "lib/training/runs/trainer_version.ts";
import { tf } from "lib/training/tensorflow.ts";
import { train } from "lib/training/train.ts";
import type { TrainingResult, TrainingTask, TrainOptions } from "lib/training/train_options.ts";
import { loadBert } from "lib/training/transformers/load_bert.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { padBatch, type TokenBatch } from "lib/training/transformers/token_batch.ts";
import { loadTokenizer } from "lib/training/transformers/tokenizer.ts";
import type { Scores, Target } from "lib/types.ts";

/** A fine-tuned model and how its training went. */
export interface FineTuned {
  /** With the weights of the best validation. */
  readonly regressor: Regressor;
  readonly result: TrainingResult;
  /** Which run it came from, and where that lies. */
  readonly run: TrainedRun;
}

/**
 * Fine-tunes a BERT-family checkpoint to predict both scores, by a recipe.
 *
 * A run that was trained before with the same checkpoint, texts, recipe and seed goes on, or is taken
 * as it is; it says which.
 *
 * @throws {RangeError} when there are no texts to train on or to validate by, or the loss diverges
 * @throws {DamagedRunError} when files of the run are damaged that took long to train
 * @throws {UnwritableError} when the run's folder cannot be written
 */
export async function fineTune(
  model: ModelFiles,
  data: FineTuningData,
  recipe: FineTuningRecipe,
  options: FineTuneOptions,
): Promise<FineTuned> {
  checkData(data);
  const plan = await fineTunePlan({ model, data, recipe }, options);
  return await inRun(
    options.folder,
    plan,
    ({ run, watch }) =>
      trainRegressor({ model, data, recipe }, { ...options, folder: run.folder, watch })
        .then((trained) => ({ ...trained, run })),
  );
}

/** Trains in the run's own folder. */
async function trainRegressor(
  { model, data, recipe }: FineTuneParts,
  options: FineTuneOptions & Pick<TrainOptions, "watch">,
): Promise<Omit<FineTuned, "run">> {
  const generator = createGenerator(deriveSeed(options.seed, 0));
  const loaded = await loadBert(model, { generator });
  const encoder = { ...loaded, config: { ...loaded.config, ...dropoutOf(recipe) } };
  const tokenizer = await loadTokenizer(model, encoder.config, { maxTokens: recipe.maxTokens });
  const startAt = recipe.startAtMean ? meanScores(data.train) : undefined;
  const { pooling, headDropout } = recipe;
  const head = { pooling, headDropout, generator, startAt };
  const regressor = createRegressor(encoder, tokenizer, head);
  const task = regressionTask(regressor, data, recipe);
  const result = await train(task, {
    ...options,
    label: options.label ?? DEFAULT_LABEL,
    epochs: recipe.epochs,
    optimizer: (recipe.optimizer === "adam" ? adam : adamW)({ weightDecay: recipe.weightDecay }),
    learningRate: { peak: recipe.learningRate, warmup: recipe.warmup, decay: recipe.decay },
    multiplier: (name) => rateOf(name, regressor, recipe),
    clipNorm: recipe.clipNorm,
  });
  return { regressor, result };
}

/** Tokens and targets [B, 2] of one step. */
interface RegressionBatch {
  readonly tokens: TokenBatch;
  readonly targets: number[][];
}

function regressionTask(
  regressor: Regressor,
  data: FineTuningData,
  recipe: FineTuningRecipe,
): TrainingTask<RegressionBatch> {
  const { tokenizer, encoder: { config } } = regressor;
  const validationTexts = data.validation.map(({ transcript }) => transcript);
  return {
    parameters: trainedParameters(regressor, recipe.frozenLayers),
    batches(generator) {
      const ids = data.train.map(({ transcript }) =>
        tokenizer.encode(addCharacterNoise(transcript, recipe.noise, generator))
      );
      const lengths = ids.map(({ length }) => length);
      return lengthBucketedBatches(lengths, { rows: recipe.batchSize }, generator).map((rows) => ({
        tokens: padBatch(rows.map((row) => ids[row]!), config.padTokenId),
        targets: rows.map((row) => TARGETS.map((target) => data.train[row]!.scores[target])),
      }));
    },
    loss: ({ tokens, targets }, generator) =>
      tf.mean(tf.squaredDifference(regress(regressor, tokens, generator), tf.tensor2d(targets))),
    async validate(interruption) {
      const predicted = await predictScores(regressor, validationTexts, interruption);
      const errors = data.validation.flatMap(({ scores }, row) =>
        TARGETS.map((target) => (scores[target] - predicted[row]![target]) ** 2)
      );
      return errors.reduce((sum, error) => sum + error, 0) / errors.length;
    },
  };
}

/** The encoder's dropout where the recipe sets it. */
function dropoutOf({ encoderDropout }: FineTuningRecipe) {
  return encoderDropout === undefined
    ? {}
    : { hiddenDropout: encoderDropout, attentionDropout: encoderDropout };
}

/** Layer-wise decay: the top layer has the full rate, each one below it `layerDecay` times that. */
function rateOf(name: string, { encoder }: Regressor, recipe: FineTuningRecipe): number {
  const layer = layerOf(name, encoder.config.layers);
  return layer > encoder.config.layers
    ? recipe.headRate
    : recipe.layerDecay ** (encoder.config.layers - layer);
}

function meanScores(videos: readonly ScoredText[]): Scores {
  const mean = (target: Target) =>
    videos.reduce((sum, { scores }) => sum + scores[target], 0) / videos.length;
  return { virality: mean("virality"), engagement: mean("engagement") };
}

function checkData({ train, validation }: FineTuningData): void {
  if (train.length > 0 && validation.length > 0) return;
  throw new RangeError(
    "Cannot fine-tune: expected texts to train on and to validate by, " +
      `got ${train.length} and ${validation.length}`,
  );
}
