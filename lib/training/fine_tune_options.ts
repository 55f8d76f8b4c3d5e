import type { Target } from "lib/targets.ts";
import type { TrainOptions } from "lib/training/train_options.ts";
import type { Scores } from "lib/types.ts";

/** A text and those of its scores in 0..1 that are known. */
export interface ScoredText {
  readonly transcript: string;
  readonly scores: Scores;
}

/** The videos of a fine-tuning run. */
export interface FineTuningData {
  readonly train: readonly ScoredText[];
  /** Chosen by, never trained on. */
  readonly validation: readonly ScoredText[];
  /** What is learned, one output each. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/** Where a fine-tuning run keeps its files, and how closely it is watched. */
export interface FineTuneOptions
  extends Pick<TrainOptions, "seed" | "untilEpoch" | "validationsPerEpoch" | "patience"> {
  /**
   * The folder of runs: each has one of its own in it, told from others by all that decides its
   * numbers.
   */
  readonly folder: string;
  /** What the run's folder is called before its digest. @default label */
  readonly name?: string;
  /** What the progress line calls the run. @default "fine-tuning" */
  readonly label?: string;
}
