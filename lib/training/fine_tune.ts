import { lengthBucketedBatches } from "lib/batches.ts";
import { createGenerator, deriveSeed } from "lib/random.ts";
import { DEFAULT_TARGETS, meanScores, namesOf } from "lib/targets.ts";
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

/** A fine-tuned model and how its training went. */
export interface FineTuned {
  /** With the weights of the best validation. */
  readonly regressor: Regressor;
  readonly result: TrainingResult;
  /** Which run it came from, and where that lies. */
  readonly run: TrainedRun;
}

/**
 * Fine-tunes a BERT-family checkpoint to predict scores, one output a target, by a recipe; a score that
 * is not known teaches nothing.
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
  const { targets = DEFAULT_TARGETS } = data;
  const startAt = recipe.startAtMean ? meanScores(data.train, namesOf(targets)) : undefined;
  const { pooling, headDropout } = recipe;
  const head = { pooling, headDropout, generator, startAt, targets };
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

/** Tokens and targets [B, K] of one step; a target that is not known is 0 and not learned from. */
interface RegressionBatch {
  readonly tokens: TokenBatch;
  readonly targets: number[][];
  /** 1 where a target is known and 0 where it is not [B, K]; missing where all are. */
  readonly known?: number[][];
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
        ...targetsOf(rows.map((row) => data.train[row]!), regressor.targets),
      }));
    },
    loss({ tokens, targets, known }, generator) {
      const errors = tf.squaredDifference(
        regress(regressor, tokens, generator),
        tf.tensor2d(targets),
      ); // [B, K]
      if (!known) return tf.mean(errors);
      const count = known.flat().reduce((sum, it) => sum + it, 0);
      return tf.div(tf.sum(tf.mul(errors, tf.tensor2d(known))), Math.max(1, count));
    },
    async validate(interruption) {
      const predicted = await predictScores(regressor, validationTexts, interruption);
      const errors = data.validation.flatMap(({ scores }, row) =>
        regressor.targets.filter((target) => scores[target] !== undefined)
          .map((target) => (scores[target]! - predicted[row]![target]!) ** 2)
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

function targetsOf(
  texts: readonly ScoredText[],
  names: readonly string[],
): Pick<RegressionBatch, "targets" | "known"> {
  const scores = texts.map((text) => names.map((name) => text.scores[name]));
  const targets = scores.map((row) => row.map((score) => score ?? 0));
  if (!scores.flat().includes(undefined)) return { targets };
  return { targets, known: scores.map((row) => row.map((score) => score === undefined ? 0 : 1)) };
}

function checkData({ train, validation, targets = DEFAULT_TARGETS }: FineTuningData): void {
  const unknown = (texts: readonly ScoredText[]) =>
    namesOf(targets).find((name) => texts.every(({ scores }) => scores[name] === undefined));
  if (train.length === 0 || validation.length === 0) {
    throw new RangeError(
      "Cannot fine-tune: expected texts to train on and to validate by, " +
        `got ${train.length} and ${validation.length}`,
    );
  }
  const name = unknown(train) ?? unknown(validation);
  if (name === undefined) return;
  throw new RangeError(
    `Cannot fine-tune: expected ${name} of a text to train on and of one to validate by, got none`,
  );
}
