import { chatBody } from "lib/generators/chat_body.ts";
import { type ChatScoringOptions, samplingOf } from "lib/generators/chat_scoring_options.ts";
import { countBodyTokens } from "lib/generators/token_counter.ts";
import type { Video } from "lib/types.ts";

/** What asking would cost. */
export interface ChatCostEstimate {
  /** Answers in all. */
  readonly samples: number;
  /** Answers of them that are kept from before and cost nothing. */
  readonly kept: number;
  /** Tokens of the prompts that are still to be sent. */
  readonly promptTokens: number;
  /** Dollars if each answer is as long as it may be, without second tries. */
  readonly dollars: number;
}

/** Counts the tokens of the answers still to be asked for, before any call. */
export async function estimateChatCost(
  videos: readonly Video[],
  options: ChatScoringOptions,
): Promise<ChatCostEstimate> {
  const { client, cache, counter, spending, samples, promptFor } = options;
  const estimate = { samples: videos.length * samples, kept: 0, promptTokens: 0, dollars: 0 };
  for (const video of videos) {
    const messages = await promptFor(video);
    const bodyOf = (sample: number) =>
      chatBody({ model: client.model, messages, sample }, samplingOf(options));
    const tokens = countBodyTokens(bodyOf(0), counter);
    const answered = await Promise.all(
      Array.from(
        { length: samples },
        (_, sample) => cache.has({ baseUrl: client.baseUrl, body: bodyOf(sample) }),
      ),
    );
    const missing = answered.filter((it) => !it).length;
    estimate.kept += samples - missing;
    estimate.promptTokens += missing * tokens.prompt;
    estimate.dollars += missing * spending.estimateDollars(tokens);
  }
  return estimate;
}
