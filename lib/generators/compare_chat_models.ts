import { join } from "node:path";
import { type ChatRow, chatRows } from "lib/generators/_chat_rows.ts";
import { openAnswerCache } from "lib/generators/answer_cache.ts";
import { type ChatClientOptions, createChatClient } from "lib/generators/chat_client.ts";
import type { ChatScoringOptions } from "lib/generators/chat_scoring_options.ts";
import { describeChatCost } from "lib/generators/describe_chat_cost.ts";
import { describeChatScores } from "lib/generators/describe_chat_scores.ts";
import { estimateChatCost } from "lib/generators/estimate_chat_cost.ts";
import { buildPrompt } from "lib/generators/prompt.ts";
import { scoreWithChat } from "lib/generators/score_with_chat.ts";
import { type Spending, withSpending } from "lib/generators/spending.ts";
import { tokenCounterFor } from "lib/generators/token_counter.ts";
import { findTokenPrices } from "lib/generators/token_prices.ts";
import type { LlmSettings, TokenPrices } from "lib/llm_settings.ts";
import { say } from "lib/progress.ts";
import type { Target } from "lib/targets.ts";
import type { Scores, Video } from "lib/types.ts";

/** How `compareChatModels` asks. */
export interface CompareChatModelsOptions {
  /** The server, its key, prices and limit. */
  readonly llm: LlmSettings;
  /** A tuned model of the same server to ask beside `llm.model`. */
  readonly tunedModel?: string;
  /** Answers a video, k. */
  readonly samples: number;
  /** Where answers are kept, in a folder of their own. */
  readonly folder: string;
  /** Path of the ledger. */
  readonly ledger: string;
  /** What is taken where a model gives no usable answer about a video. */
  readonly standIn: Scores;
  /** What is asked for. @default virality and engagement */
  readonly targets?: readonly Target[];
  /** How servers are waited for. */
  readonly client?: Partial<ChatClientOptions>;
  /** Tells what is asked, what it costs at most and what is soon shut down. @default say */
  readonly tell?: (sentence: string) => void;
}

/** What chat models say of the same videos. */
export interface ChatComparison {
  /** Nothing where no model could be asked or none answered. */
  readonly rows: readonly ChatRow[];
  /** What asking was to cost at most, what came of it and what it cost, a sentence a line. */
  readonly told: readonly string[];
  /** Dollars charged or set aside so far, earlier runs and jobs included, if the ledger was opened. */
  readonly spentDollars?: number;
}

interface Asked {
  readonly name: string;
  readonly role: ChatRow["role"];
  readonly prices: TokenPrices;
}

/**
 * Asks one or two chat models of a server k times about each video: single answers, their mean, and
 * what the probabilities of their tokens say where the server gives them.
 *
 * What both cost at most is told before the first call, and nothing is asked when that is more than is
 * left. A model that cannot be asked, or that gives no answer, is left out with its reason.
 *
 * @throws {SyntaxError} when the ledger or a kept answer is damaged
 * @throws {UnwritableError} when the ledger or an answer cannot be written
 * @throws {Deno.errors.Busy} when another run spends from the ledger just now
 */
export async function compareChatModels(
  videos: readonly Video[],
  options: CompareChatModelsOptions,
): Promise<ChatComparison> {
  const { llm, ledger, tell = say } = options;
  const { asked, told } = choose(options);
  const [first] = asked;
  if (!first) return { rows: [], told };
  const limit = { limitDollars: llm.limitDollars, prices: first.prices };
  return await withSpending(ledger, limit, async (spending) => {
    const requests = await Promise.all(asked.map((it) => requestTo(it, options, spending)));
    const estimate = await estimateAll(videos, requests, spending);
    told.push(estimate.told);
    if (asked.length > 1 || !estimate.isAffordable) tell(estimate.told); // else asking says the same
    const rows: ChatRow[] = [];
    for (const [i, request] of estimate.isAffordable ? requests.entries() : []) {
      const scores = await scoreWithChat(videos, request);
      rows.push(...chatRows(scores.predictions, { ...options, ...asked[i]!, videos }));
      told.push(describeChatScores(asked[i]!.name, scores));
    }
    const spentDollars = spending.spentDollars();
    told.push(...describeStandIns(rows), `$${spentDollars.toFixed(4)} are spent in all so far.`);
    return { rows, told, spentDollars };
  });
}

function describeStandIns(rows: readonly ChatRow[]): string[] {
  const incomplete = rows.filter(({ missing }) => missing > 0);
  const counts = incomplete.map(({ model, missing }) => `${missing} (${model})`);
  return counts.length > 0
    ? [`Videos without an answer, for which a stand-in is taken: ${counts.join(", ")}.`]
    : [];
}

/** The models with a known price, each once, and why others are left out. */
function choose({ llm, tunedModel }: CompareChatModelsOptions) {
  const names = new Set([llm.model, ...(tunedModel ? [tunedModel] : [])]);
  const found = [...names].map((name) => ({ name, ...findTokenPrices({ ...llm, model: name }) }));
  const asked: Asked[] = found.flatMap(({ name, prices }) => {
    const role = name === tunedModel ? "model" : "baseline";
    return prices ? [{ name, role, prices }] : [];
  });
  return { asked, told: found.flatMap(({ reason }) => reason ? [`${reason}.`] : []) };
}

async function requestTo(
  { name, prices }: Asked,
  { llm, samples, folder, client = {}, tell, targets }: CompareChatModelsOptions,
  spending: Spending,
): Promise<ChatScoringOptions> {
  const { baseUrl, apiKey, sampling } = llm;
  const counter = await tokenCounterFor(llm.model); // so that all models are asked the same
  return {
    client: createChatClient({ ...client, baseUrl, apiKey, model: name }),
    cache: openAnswerCache(join(folder, "answers")),
    counter,
    spending: spending.at(prices),
    samples,
    sampling: { ...sampling, targets },
    read: "both",
    overLimit: "spend", // what all may cost is checked before
    say: tell,
    promptFor: ({ transcript }) => buildPrompt(transcript, { counter, targets }),
  };
}

/** Says what all models together cost at most, and whether that is left. */
async function estimateAll(
  videos: readonly Video[],
  requests: readonly ChatScoringOptions[],
  spending: Spending,
) {
  const estimates = await Promise.all(
    requests.map(async (it) => [it.client.model, await estimateChatCost(videos, it)] as const),
  );
  const dollars = estimates.reduce((sum, [, it]) => sum + it.dollars, 0);
  const isAffordable = dollars <= spending.limitDollars - spending.spentDollars();
  const told = describeChatCost(Object.fromEntries(estimates), spending);
  const instead = ": more than is left, so nothing is asked; raise VIRANOVA_LLM_LIMIT or lower " +
    "VIRANOVA_LLM_VIDEOS";
  return { told: `${told}${isAffordable ? "" : instead}.`, isAffordable };
}
