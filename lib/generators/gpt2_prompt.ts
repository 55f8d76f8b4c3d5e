import { cutMiddle } from "lib/generators/cut_middle.ts";
import { writeScore } from "lib/generators/score_answer.ts";
import { DEFAULT_TARGETS, type Target } from "lib/targets.ts";
import type { Gpt2Config } from "lib/training/transformers/gpt2_config.ts";
import type { Gpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import type { Continuation } from "lib/training/transformers/next_token_loss.ts";
import type { Video } from "lib/types.ts";

/** Which wording of the prompt this is; it changes with any word of it. */
export const GPT2_PROMPT_VERSION = "1";

const BEFORE = "Transcript of a short video:\n";

/** The least value of the target's range is 0, the greatest 100. */
function after(target: string): string {
  return `\nIts ${target} on a scale from 0 to 100:`;
}

/** Tokens that an answer may have, its end included: a space, three digits, the end. */
export const ANSWER_TOKENS = 5;

/** What `gpt2Prompt` asks. */
export interface Gpt2PromptOptions {
  /** The name of the target that is asked for. */
  readonly target: string;
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
  const asked = tokenizer.encode(after(target));
  const counter = { ...tokenizer, name: "gpt2" };
  const room = maxTokens - before.length - asked.length;
  return [
    ...before,
    ...tokenizer.encode(cutMiddle(transcript, { counter, maxTokens: room })),
    ...asked,
  ];
}

/** A whole prompt as text, such as a tokenizer is trained on. */
export function gpt2PromptText(transcript: string, target: string): string {
  return BEFORE + transcript + after(target);
}

/** What `scoreContinuations` writes, and for which model. */
export interface ContinuationOptions {
  readonly tokenizer: Gpt2Tokenizer;
  readonly config: Gpt2Config;
  /** @default virality and engagement */
  readonly targets?: readonly Target[];
}

/** Prompts and true answers to train a model on, one a video and target that is known of it. */
export function scoreContinuations(
  videos: readonly Pick<Video, "transcript" | "scores">[],
  { tokenizer, config, targets = DEFAULT_TARGETS }: ContinuationOptions,
): Continuation[] {
  const maxTokens = config.maxPositions - ANSWER_TOKENS;
  return videos.flatMap(({ transcript, scores }) =>
    targets.flatMap(({ name }) => {
      const score = scores[name];
      if (score === undefined) return [];
      const prompt = gpt2Prompt(transcript, { target: name, tokenizer, maxTokens });
      return [{ prompt, answer: [...tokenizer.encode(writeScore(score)), config.endTokenId] }];
    })
  );
}
