import type { ExpectedScore } from "lib/generators/expected_score.ts";
import type { SamplingOptions } from "lib/generators/token_probabilities.ts";
import type { Gpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import type { Target } from "lib/targets.ts";
import type { ByTarget } from "lib/types.ts";

/** How a local GPT-2 is asked. */
export interface ScoreWithGpt2Options extends SamplingOptions {
  readonly tokenizer: Gpt2Tokenizer;
  /** k, answers drawn for each video and target; 0 draws none. */
  readonly samples: number;
  /** Decides the draws, 0 to 2^32-1. */
  readonly seed: number;
  /** Whether the exact mean is computed as well, at temperature 1. @default false */
  readonly expects?: boolean;
  /** Passed on to `expectedScore`. @default 0 */
  readonly leastProbability?: number;
  /** What the progress line and the kept answers' folder call the model. @default "GPT-2" */
  readonly label?: string;
  /**
   * The folder of kept answers: each way of asking has one of its own in it, told from others by all
   * that decides its answers. @default nothing is kept
   */
  readonly folder?: string;
  /** What is asked for. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/** What a model says of one score of a video. */
export interface Gpt2Answers {
  /** The drawn answers that are scores, in 0..1, in the order of drawing. */
  readonly scores: readonly number[];
  /** What was drawn instead of a score, as text. */
  readonly unusable: readonly string[];
  /** Mean of `scores`; missing where there is none. */
  readonly mean?: number;
  /** Their standard deviation, `sqrt(sum((x - mean)^2) / (k - 1))`; missing for fewer than two. */
  readonly spread?: number;
  /** The exact mean, where it was asked for. */
  readonly exact?: ExpectedScore;
}

/** What a model says of each score of a video. */
export type AnswersByTarget = ByTarget<Gpt2Answers>;
