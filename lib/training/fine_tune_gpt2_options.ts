import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import type { TrainOptions } from "lib/training/train_options.ts";
import type { Continuation, LossOn } from "lib/training/transformers/next_token_loss.ts";

/** Prompts and answers of a fine-tuning run. */
export interface ContinuationData {
  readonly train: readonly Continuation[];
  /** Chosen by, never trained on. */
  readonly validation: readonly Continuation[];
}

/** How `fineTuneGpt2` trains. */
export interface FineTuneGpt2Options extends
  Pick<
    TrainOptions,
    "seed" | "epochs" | "untilEpoch" | "validationsPerEpoch" | "patience"
  > {
  /**
   * The folder of runs: each has one of its own in it, told from others by all that decides its
   * numbers.
   */
  readonly folder: string;
  /** What the run's folder is called before its digest. @default label */
  readonly name?: string;
  /** What the progress line calls the run. @default "fine-tuning GPT-2" */
  readonly label?: string;
  /** The published model that training starts from, for the run's digest and record. @default none */
  readonly pretrained?: Pick<ModelFiles, "id" | "revision">;
  /** @default "answer" */
  readonly lossOn?: LossOn;
  /** Highest learning rate, reached after a tenth of the steps, then falling to 0. @default 5e-5 */
  readonly learningRate?: number;
  /** Decoupled weight decay. @default 0.01 */
  readonly weightDecay?: number;
  /** Texts a step. @default 8 */
  readonly batchSize?: number;
}
