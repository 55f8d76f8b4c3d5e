import { cutMiddle } from "lib/generators/cut_middle.ts";
import { writeScore } from "lib/generators/score_answer.ts";
import { TARGETS } from "lib/targets.ts";
import type { Gpt2Config } from "lib/training/transformers/gpt2_config.ts";
import type { Gpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import type { Continuation } from "lib/training/transformers/next_token_loss.ts";
import type { Target, Video } from "lib/types.ts";

/** Which wording of the prompt this is; it changes with any word of it. */
export const GPT2_PROMPT_VERSION = "1";

const BEFORE = "Transcript of a short video:\n";

const AFTER: Readonly<Record<Target, string>> = {
  virality: "\nIts virality on a scale from 0 to 100:",
  engagement: "\nIts engagement on a scale from 0 to 100:",
};

/** Tokens that an answer may have, its end included: a space, three digits, the end. */
export const ANSWER_TOKENS = 5;

/** What `gpt2Prompt` asks. */
export interface Gpt2PromptOptions {
  readonly target: Target;
  readonly tokenizer: Gpt2Tokenizer;
  /** Tokens of the whole prompt at most; the transcript is cut in the middle to fit. */
  readonly maxTokens: number;
}

/**
 * Token ids of a prompt whose continuation is a score: a model that was never told to follow
 * instructions completes a text instead of answering a question.
 *
 * @throws {RangeError} when the budget leaves no room for a transcript
 */
export function gpt2Prompt(transcript: string, options: Gpt2PromptOptions): number[] {
  const { target, tokenizer, maxTokens } = options;
  const before = tokenizer.encode(BEFORE);
  const after = tokenizer.encode(AFTER[target]);
  const counter = { ...tokenizer, name: "gpt2" };
  const room = maxTokens - before.length - after.length;
  return [
    ...before,
    ...tokenizer.encode(cutMiddle(transcript, { counter, maxTokens: room })),
    ...after,
  ];
}

/** A whole prompt as text, such as a tokenizer is trained on. */
export function gpt2PromptText(transcript: string, target: Target): string {
  return BEFORE + transcript + AFTER[target];
}

/** Prompts and true answers to train a model on, one a video and target. */
export function scoreContinuations(
  videos: readonly Pick<Video, "transcript" | "scores">[],
  options: { readonly tokenizer: Gpt2Tokenizer; readonly config: Gpt2Config },
): Continuation[] {
  const { tokenizer, config } = options;
  const maxTokens = config.maxPositions - ANSWER_TOKENS;
  return videos.flatMap(({ transcript, scores }) =>
    TARGETS.map((target) => ({
      prompt: gpt2Prompt(transcript, { target, tokenizer, maxTokens }),
      answer: [...tokenizer.encode(writeScore(scores[target])), config.endTokenId],
    }))
  );
}
