import type { Generator } from "lib/random.ts";
import type { Parameters } from "lib/training/checkpoint.ts";
import type { LearningRateSchedule } from "lib/training/learning_rate.ts";
import type { Optimizer } from "lib/training/optimizers.ts";
import type { tf } from "lib/training/tensorflow.ts";

/** Something that can be trained by gradient descent. */
export interface TrainingTask<Batch> {
  /** What is trained; frozen parameters are left out. */
  readonly parameters: Parameters;
  /** An epoch's batches in order, decided by the generator alone. */
  batches(generator: Generator): readonly Batch[];
  /** Mean loss over a batch, differentiable; the generator seeds dropout. */
  loss(batch: Batch, generator: Generator): tf.Scalar;
  /**
   * Mean loss over the validation rows, nothing dropped. One that takes minutes tells how far it is, and
   * goes on from there.
   */
  validate(interruption?: Partial<Interruption>): Promise<number>;
  /** A loss recorded with each validation that decides nothing. @default none */
  observe?(): Promise<number>;
}

/** How far a validation has come. */
export interface ValidationSoFar {
  /** Batches finished. */
  readonly batches: number;
  /** What they gave, such as sums or predictions. */
  readonly values: readonly number[];
}

/** What lets a validation be interrupted. */
export interface Interruption {
  /** Where an interrupted one goes on. @default its start */
  readonly from?: ValidationSoFar;
  /** Hears how far it has come after each batch. */
  reached(soFar: ValidationSoFar): Promise<void>;
}

/** Milliseconds after which a checkpoint is due: at most so many, and a step, are lost by a kill. */
export const CHECKPOINT_EVERY_MS = 4 * 60_000;

/** How a task is trained. */
export interface TrainOptions {
  /** Folder of this run's journal, checkpoint and best weights; a run that lies there goes on. */
  readonly folder: string;
  /** Decides batches, noise and dropout, 0 to 2^32-1. */
  readonly seed: number;
  /** Epochs of the whole run, over which the learning rate moves. */
  readonly epochs: number;
  /** Epochs after which to stop for now, to be continued by another call. @default epochs */
  readonly untilEpoch?: number;
  readonly optimizer: Optimizer;
  readonly learningRate: LearningRateSchedule;
  /** Factor on a parameter's learning rate. @default 1 for all */
  readonly multiplier?: (name: string) => number;
  /** Largest norm of all gradients together. @default Infinity */
  readonly clipNorm?: number;
  /** How often an epoch is interrupted for validation, its end included. @default 1 */
  readonly validationsPerEpoch?: number;
  /** Ends the run after so many validations without a better one. @default Infinity */
  readonly patience?: number;
  /**
   * Milliseconds between checkpoints; there is one after each better validation and each epoch anyway.
   *
   * @default CHECKPOINT_EVERY_MS
   */
  readonly checkpointEveryMs?: number;
  /** Milliseconds since any fixed time. @default performance.now */
  readonly now?: () => number;
  /** What the progress line calls the run. @default "training" */
  readonly label?: string;
  /** Hears what becomes of the run. @default nobody */
  readonly watch?: RunWatch;
}

/** Where a run stands. */
export interface Standing {
  /** Steps taken. */
  readonly steps: number;
  /** Seconds trained, those before a pause included. */
  readonly seconds: number;
  /** Whether nothing is left to train. */
  readonly finished: boolean;
}

/** Hears what becomes of a run. */
export interface RunWatch {
  /** Before the first step: what this call does, such as "goes on at step 340". */
  opened(does: string, standing: Standing): Promise<void>;
  /** After the last one. */
  ended(standing: Standing): Promise<void>;
}

/** Something that happened in a run. */
export type TrainingEvent =
  | { readonly kind: "step"; epoch: number; step: number; loss: number; learningRate: number }
  | {
    readonly kind: "validation";
    epoch: number;
    step: number;
    loss: number;
    /** What the task's `observe` gave. */
    observed?: number;
  }
  | {
    readonly kind: "epoch";
    epoch: number;
    step: number;
    trainingLoss: number;
    validationLoss: number;
  };

/** A line of a run's journal: what happened, and after how many seconds of training. */
export type TrainingEntry = TrainingEvent & { readonly seconds: number };

/** What came of a run so far. */
export interface TrainingResult {
  /** Everything recorded, the oldest first; epochs and steps count from 1. */
  readonly entries: readonly TrainingEntry[];
  /** The lowest validation loss and the step it was measured after. */
  readonly best: { readonly loss: number; readonly step: number };
}
