import type { CharacterNoise } from "lib/training/character_noise.ts";
import type { Pooling } from "lib/training/regressor.ts";

/** All that decides how a regressor is fine-tuned, besides the data and the seed. */
export interface FineTuningRecipe {
  readonly optimizer: "adam" | "adamW";
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Share of all steps over which the learning rate climbs. */
  readonly warmup: number;
  readonly decay: "constant" | "linear";
  /** Largest norm of all gradients together; unset leaves them alone. */
  readonly clipNorm?: number;
  /** Factor from one layer's learning rate to that of the layer below; 1 treats all alike. */
  readonly layerDecay: number;
  /** Factor on the head's learning rate. */
  readonly headRate: number;
  /** Layers, counted from the embeddings, that are not trained; 0 trains everything. */
  readonly frozenLayers: number;
  readonly pooling: Pooling;
  /** Whether the head starts from the training mean instead of a random draw. */
  readonly startAtMean: boolean;
  /** Dropout between the pooled row and the head. */
  readonly headDropout: number;
  /** Dropout inside the encoder; unset takes the checkpoint's own. */
  readonly encoderDropout?: number;
  readonly noise: CharacterNoise;
  /** Rows a step. */
  readonly batchSize: number;
  readonly epochs: number;
  /** Tokens of a text that are read. */
  readonly maxTokens: number;
}

/**
 * The original project's recipe, with the middle of the learning rates and epochs it searched.
 *
 * Adam with weight decay as L2 in the gradient, dropout 0.1 on the pooler output, and in seven of
 * ten texts 30% of the characters replaced anew each epoch.
 */
export const ORIGINAL_RECIPE: FineTuningRecipe = {
  optimizer: "adam",
  learningRate: 5e-6,
  weightDecay: 0.01,
  warmup: 0,
  decay: "constant",
  layerDecay: 1,
  headRate: 1,
  frozenLayers: 0,
  pooling: "pooler",
  startAtMean: false,
  headDropout: 0.1,
  noise: { probability: 0.7, level: 0.3 },
  batchSize: 16,
  epochs: 5,
  maxTokens: 512,
};

/**
 * What fine-tunes small encoders better on a few thousand texts: AdamW, warm-up and linear decay,
 * clipping, lower rates for lower layers (Howard and Ruder 2018), mean pooling, no dropout, which
 * makes the scale of what a regression head reads differ between training and use, and a head that
 * starts from the training mean.
 */
export const IMPROVED_RECIPE: FineTuningRecipe = {
  optimizer: "adamW",
  learningRate: 1e-4,
  weightDecay: 0.01,
  warmup: 0.1,
  decay: "linear",
  clipNorm: 1,
  layerDecay: 0.8,
  headRate: 3,
  frozenLayers: 0,
  pooling: "mean",
  startAtMean: true,
  headDropout: 0,
  encoderDropout: 0,
  noise: { probability: 0, level: 0 },
  batchSize: 32,
  epochs: 2,
  maxTokens: 256,
};
