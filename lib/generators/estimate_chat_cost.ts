import { type ChatBody, chatBody } from "lib/generators/chat_body.ts";
import type { ChatMessage } from "lib/generators/chat_message.ts";
import { type ChatScoringOptions, samplingOf } from "lib/generators/chat_scoring_options.ts";
import { withFirmerInstruction } from "lib/generators/prompt.ts";
import { readAnswer } from "lib/generators/read_answer.ts";
import { countBodyTokens } from "lib/generators/token_counter.ts";
import { DEFAULT_TARGETS, namesOf } from "lib/targets.ts";
import type { Video } from "lib/types.ts";

/** What asking would cost. */
export interface ChatCostEstimate {
  readonly videos: number;
  /** Answers in all. */
  readonly samples: number;
  /** Answers of them that are kept from before and cost nothing. */
  readonly kept: number;
  /** Calls at most, second tries among them. */
  readonly calls: number;
  /** Dollars if each answer is as long as it may be and each is asked for twice. */
  readonly dollars: number;
}

/** Counts the tokens of the answers still to be asked for, before any call. */
export async function estimateChatCost(
  videos: readonly Video[],
  options: ChatScoringOptions,
): Promise<ChatCostEstimate> {
  const { counter, spending, samples, promptFor } = options;
  const estimate = { videos: videos.length, samples: videos.length * samples };
  const sum = { kept: 0, calls: 0, dollars: 0 };
  for (const video of videos) {
    const tries = triesOf(await promptFor(video), options);
    const costs = tries.map((body) => spending.estimateDollars(countBodyTokens(body(0), counter)));
    for (let sample = 0; sample < samples; sample++) {
      const kept = await countKept(tries.map((body) => body(sample)), options);
      if (kept === tries.length) sum.kept++;
      sum.calls += tries.length - kept;
      sum.dollars += costs.slice(kept).reduce((dollars, cost) => dollars + cost, 0);
    }
  }
  return { ...estimate, ...sum };
}

/** The first try of a sample and the firmer second one. */
function triesOf(messages: readonly ChatMessage[], options: ChatScoringOptions) {
  const { model } = options.client;
  const sampling = samplingOf(options);
  const firmer = withFirmerInstruction(messages, namesOf(sampling.targets ?? DEFAULT_TARGETS));
  return [messages, firmer].map((text) => (sample: number) =>
    chatBody({ model, messages: text, sample }, sampling)
  );
}

/** How many of a sample's tries need no call: all after one whose kept answer is usable. */
async function countKept(
  tries: readonly ChatBody[],
  { client, cache }: ChatScoringOptions,
): Promise<number> {
  for (const [index, body] of tries.entries()) {
    const answer = await cache.find({ baseUrl: client.baseUrl, body });
    if (!answer) return index;
    if (readAnswer(answer, body).kind === "scores") break;
  }
  return tries.length;
}
