import { type ExpectedScore, expectedScore } from "lib/generators/expected_score.ts";
import { ANSWER_TOKENS, gpt2Prompt } from "lib/generators/gpt2_prompt.ts";
import { sampleTokens, type SeededPrompt } from "lib/generators/sample_tokens.ts";
import { SCORE_ANSWERS } from "lib/generators/score_answer.ts";
import type { SamplingOptions } from "lib/generators/token_probabilities.ts";
import { startProgress } from "lib/progress.ts";
import { deriveSeed } from "lib/random.ts";
import { TARGETS } from "lib/targets.ts";
import type { Gpt2Config, Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import type { Gpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import type { Target, Video } from "lib/types.ts";

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
  /** What the progress line calls the model. @default "GPT-2" */
  readonly label?: string;
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

/**
 * Has a GPT-2 complete each video's prompt k times and reads the answers; one that is no score is
 * kept as text and never becomes a number.
 *
 * @returns the answers about each video, in the order of the videos
 * @throws {RangeError} when the model's positions leave no room for a transcript
 */
export async function scoreWithGpt2(
  model: Gpt2Model,
  videos: readonly Pick<Video, "transcript">[],
  options: ScoreWithGpt2Options,
): Promise<Record<Target, Gpt2Answers>[]> {
  const { tokenizer, seed, label = "GPT-2" } = options;
  const stopTokenIds = answerStops(tokenizer, model.config);
  const maxTokens = model.config.maxPositions - ANSWER_TOKENS;
  const progress = startProgress(label, { total: videos.length, unit: "videos" });
  const answers: Record<Target, Gpt2Answers>[] = [];
  try {
    for (const [row, { transcript }] of videos.entries()) {
      const ask = (target: Target) => {
        const ids = gpt2Prompt(transcript, { target, tokenizer, maxTokens });
        const prompt = { ids, seed: deriveSeed(seed, row, TARGETS.indexOf(target)) };
        return askOnce(model, prompt, { ...options, stopTokenIds });
      };
      answers.push({ virality: await ask("virality"), engagement: await ask("engagement") });
      progress.advance();
    }
  } finally {
    progress.stop();
  }
  return answers;
}

/** Tokens that end an answer: the model's end token, and whatever begins with a line break. */
export function answerStops(tokenizer: Gpt2Tokenizer, config: Gpt2Config): Set<number> {
  const breaks = [...tokenizer.texts].filter(([, text]) => text.startsWith("\n"));
  return new Set([config.endTokenId, ...breaks.map(([id]) => id)]);
}

async function askOnce(
  model: Gpt2Model,
  prompt: SeededPrompt,
  options: ScoreWithGpt2Options & { readonly stopTokenIds: ReadonlySet<number> },
): Promise<Gpt2Answers> {
  const { tokenizer, samples, expects = false } = options;
  const exact = expects
    ? await expectedScore(model, prompt.ids, { ...options, tokens: tokenizer.texts })
    : undefined;
  if (samples === 0) return { scores: [], unusable: [], exact };
  const drawn = await sampleTokens(model, [prompt], { ...options, maxTokens: ANSWER_TOKENS });
  const texts = drawn[0]!.map(({ ids, stopped }) => ({ text: tokenizer.decode(ids), stopped }));
  const isScore = ({ text, stopped }: typeof texts[number]) => stopped && SCORE_ANSWERS.has(text);
  const scores = texts.filter(isScore).map(({ text }) => SCORE_ANSWERS.get(text)!);
  const unusable = texts.filter((answer) => !isScore(answer)).map(({ text }) => text);
  return { scores, unusable, ...summarize(scores), exact };
}

function summarize(scores: readonly number[]): Pick<Gpt2Answers, "mean" | "spread"> {
  if (scores.length === 0) return {};
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  if (scores.length === 1) return { mean };
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / (scores.length - 1)) };
}
