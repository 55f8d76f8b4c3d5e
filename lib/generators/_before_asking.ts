import type { ChatScoringOptions } from "lib/generators/chat_scoring_options.ts";
import { describeChatCost } from "lib/generators/describe_chat_cost.ts";
import { type ChatCostEstimate, estimateChatCost } from "lib/generators/estimate_chat_cost.ts";
import { SpendingLimitError } from "lib/generators/spending.ts";
import { say as tell } from "lib/progress.ts";
import type { Video } from "lib/types.ts";

/** What is known before the first call. */
export interface BeforeAsking {
  /** Samples whose answers are kept from before. */
  readonly kept: number;
  /** Samples for which a call is still to be made. */
  readonly missing: number;
  /** When the model is shut down, if that is soon. */
  readonly shutdown?: string;
}

/**
 * Counts what asking may cost, refuses what is more than is left, and tells whoever waits before the
 * first call.
 *
 * @throws {SpendingLimitError} when it may cost more than is left and `overLimit` is `refuse`
 */
export async function beforeAsking(
  videos: readonly Video[],
  options: ChatScoringOptions,
): Promise<BeforeAsking> {
  const estimate = await estimateChatCost(videos, options);
  checkCost(estimate, options);
  const { kept, samples } = estimate;
  return { kept, missing: samples - kept, shutdown: await announce(estimate, options) };
}

function checkCost(
  { samples, kept, dollars }: ChatCostEstimate,
  { client, spending, overLimit = "refuse" }: ChatScoringOptions,
): void {
  const left = spending.limitDollars - spending.spentDollars();
  if (overLimit === "spend" || dollars <= left) return;
  throw new SpendingLimitError(
    `Asking ${client.model} for ${samples - kept} answers may cost $${dollars.toFixed(4)} with ` +
      `second tries, more than the $${left.toFixed(4)} left of the limit of ` +
      `$${spending.limitDollars}: raise the limit (VIRANOVA_LLM_LIMIT), take fewer videos or ` +
      "samples, or ask until nothing is left (overLimit: spend)",
  );
}

/** Says what is about to be asked; returns when the model is shut down, if that is soon. */
async function announce(
  estimate: ChatCostEstimate,
  { client, spending, say = tell }: ChatScoringOptions,
): Promise<string | undefined> {
  if (estimate.calls === 0) return undefined;
  say(describeChatCost({ [client.model]: estimate }, spending));
  const shutdown = await client.shutdownNotice();
  if (shutdown) say(shutdown);
  return shutdown;
}
