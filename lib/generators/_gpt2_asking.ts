import { ANSWER_TOKENS, GPT2_PROMPT_VERSION } from "lib/generators/gpt2_prompt.ts";
import type { ScoreWithGpt2Options } from "lib/generators/score_with_gpt2_options.ts";
import { digestOf } from "lib/storage/digest.ts";
import type { FolderKey } from "lib/storage/keyed_folder.ts";
import { gpt2Identity } from "lib/training/runs/gpt2_plan.ts";
import type { Gpt2Model } from "lib/training/transformers/gpt2_config.ts";

/**
 * Counts the changes of the code after which the same model, asked the same, answers something else.
 * `score_with_gpt2_test.ts` fails where the answers changed.
 */
export const GPT2_ASKING_VERSION = 1;

/** All that decides a GPT-2's answers beside the prompts, for the folder in which they are kept. */
export async function gpt2AskingKey(
  model: Gpt2Model,
  options: ScoreWithGpt2Options,
): Promise<FolderKey> {
  const { tokenizer, samples, seed, label = "GPT-2" } = options;
  const { temperature = 1, topK = Infinity, topP = 1 } = options;
  const { expects = false, leastProbability = 0 } = options;
  return {
    name: label,
    identity: {
      kind: "answers of a GPT-2",
      version: GPT2_ASKING_VERSION,
      prompt: GPT2_PROMPT_VERSION,
      ...await gpt2Identity(model),
      tokens: digestOf([...tokenizer.texts]),
      ...{ samples, seed, temperature, topP, answerTokens: ANSWER_TOKENS },
      topK: topK === Infinity ? undefined : topK,
      leastProbability: expects ? leastProbability : undefined,
    },
  };
}
