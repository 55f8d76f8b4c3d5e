import { gpt2AskingKey } from "lib/generators/_gpt2_asking.ts";
import { type KeptGpt2Answers, openKeptGpt2Answers } from "lib/generators/_kept_gpt2_answers.ts";
import { expectedScore } from "lib/generators/expected_score.ts";
import { ANSWER_TOKENS, gpt2Prompt } from "lib/generators/gpt2_prompt.ts";
import { sampleTokens, type SeededPrompt } from "lib/generators/sample_tokens.ts";
import { SCORE_ANSWERS } from "lib/generators/score_answer.ts";
import type {
  AnswersByTarget,
  Gpt2Answers,
  ScoreWithGpt2Options,
} from "lib/generators/score_with_gpt2_options.ts";
import { say, startProgress } from "lib/progress.ts";
import { deriveSeed } from "lib/random.ts";
import { digestOf } from "lib/storage/digest.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";
import { keyedPath, openKeyedFolder } from "lib/storage/keyed_folder.ts";
import { DEFAULT_TARGETS, forTargets, namesOf } from "lib/targets.ts";
import { holdFolder } from "lib/training/runs/hold_folder.ts";
import type { Gpt2Config, Gpt2Model } from "lib/training/transformers/gpt2_config.ts";
import type { Gpt2Tokenizer } from "lib/training/transformers/gpt2_tokenizer.ts";
import type { ByTarget, Video } from "lib/types.ts";

/**
 * Has a GPT-2 complete each video's prompt k times and reads the answers; one that is no score is
 * kept as text and never becomes a number.
 *
 * With a folder, each video's answers are kept as they come, so that a killed run goes on where it was
 * and asks nothing twice, and a finished one is read. How long it will take is said as soon as the first
 * videos were asked about.
 *
 * @returns the answers about each video, in the order of the videos
 * @throws {RangeError} when the model's positions leave no room for a transcript
 */
export async function scoreWithGpt2(
  model: Gpt2Model,
  videos: readonly Pick<Video, "transcript">[],
  options: ScoreWithGpt2Options,
): Promise<AnswersByTarget[]> {
  const asked = videos.map((video, row) => promptsOf(video, row, { model, options }));
  const { folder } = options;
  if (folder === undefined) return await askAll(model, asked, options);
  const key = await gpt2AskingKey(model, options);
  const path = keyedPath(folder, key);
  return await holdFolder(path, async () => {
    await keepIfPossible(async () => void await openKeyedFolder(folder, key));
    return await askAll(model, asked, { ...options, kept: await openKeptGpt2Answers(path) });
  });
}

/** What is asked about a video. */
interface AskedAbout {
  /** Its place among the videos. */
  readonly row: number;
  readonly prompts: ByTarget<SeededPrompt>;
  /** Digest of the prompts' tokens. */
  readonly digest: string;
}

function promptsOf(
  { transcript }: Pick<Video, "transcript">,
  row: number,
  { model, options: { tokenizer, seed, targets = DEFAULT_TARGETS } }: {
    readonly model: Gpt2Model;
    readonly options: ScoreWithGpt2Options;
  },
): AskedAbout {
  const maxTokens = model.config.maxPositions - ANSWER_TOKENS;
  const prompts = forTargets(namesOf(targets), (target, place) => ({
    ids: gpt2Prompt(transcript, { target, tokenizer, maxTokens }),
    seed: deriveSeed(seed, row, place),
  }));
  return { row, prompts, digest: digestOf(Object.values(prompts).map(({ ids }) => ids)) };
}

/** Asks about what was not asked about before. */
async function askAll(
  model: Gpt2Model,
  asked: readonly AskedAbout[],
  options: ScoreWithGpt2Options & { readonly kept?: KeptGpt2Answers },
): Promise<AnswersByTarget[]> {
  const { tokenizer, kept, label = "GPT-2" } = options;
  const stopTokenIds = answerStops(tokenizer, model.config);
  const answers = asked.map(({ row, digest }) => kept?.of({ row, prompts: digest }));
  const total = asked.length;
  const done = answers.filter((it) => it !== undefined).length;
  if (done > 0) say(`${label}: ${done === total ? "all" : done} of ${total} videos asked before`);
  if (done === total) return answers.map((it) => it!);
  const progress = startProgress(label, { total, done, unit: "videos", each: "a video" });
  try {
    for (const { row, prompts, digest } of asked) {
      if (answers[row]) continue;
      const said: Gpt2Answers[] = [];
      for (const prompt of Object.values(prompts)) {
        said.push(await askOnce(model, prompt, { ...options, stopTokenIds }));
      }
      const found = forTargets(Object.keys(prompts), (_, i) => said[i]!);
      await kept?.keep({ row, prompts: digest }, found);
      answers[row] = found;
      progress.advance();
      if (kept) progress.kept(`video ${row + 1}`);
    }
  } finally {
    progress.stop();
  }
  return answers.map((it) => it!);
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
    ? { exact: await expectedScore(model, prompt.ids, { ...options, tokens: tokenizer.texts }) }
    : {};
  if (samples === 0) return { scores: [], unusable: [], ...exact };
  const drawn = await sampleTokens(model, [prompt], { ...options, maxTokens: ANSWER_TOKENS });
  const texts = drawn[0]!.map(({ ids, stopped }) => ({ text: tokenizer.decode(ids), stopped }));
  const isScore = ({ text, stopped }: typeof texts[number]) => stopped && SCORE_ANSWERS.has(text);
  const scores = texts.filter(isScore).map(({ text }) => SCORE_ANSWERS.get(text)!);
  const unusable = texts.filter((answer) => !isScore(answer)).map(({ text }) => text);
  return { scores, unusable, ...summarize(scores), ...exact };
}

function summarize(scores: readonly number[]): Pick<Gpt2Answers, "mean" | "spread"> {
  if (scores.length === 0) return {};
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  if (scores.length === 1) return { mean };
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / (scores.length - 1)) };
}
