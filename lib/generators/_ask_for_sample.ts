import { createCutOffWatch } from "lib/generators/_cut_off_watch.ts";
import type { AnswerCache } from "lib/generators/answer_cache.ts";
import { type ChatBody, chatBody, type SamplingOptions } from "lib/generators/chat_body.ts";
import type { ChatClient, RawAnswer } from "lib/generators/chat_client.ts";
import { ChatError } from "lib/generators/chat_error.ts";
import type { ChatMessage } from "lib/generators/chat_message.ts";
import { withFirmerInstruction } from "lib/generators/prompt.ts";
import { type AnswerReading, readAnswer } from "lib/generators/read_answer.ts";
import { type Spending, SpendingLimitError } from "lib/generators/spending.ts";
import { countBodyTokens, type TokenCounter } from "lib/generators/token_counter.ts";
import { DEFAULT_TARGETS, namesOf } from "lib/targets.ts";

/** What came of one sample. */
export type SampleOutcome =
  | Extract<AnswerReading, { kind: "scores" }> & {
    /** Whether the first answer was unusable. */
    readonly askedAgain: boolean;
  }
  | { readonly kind: "unusable" | "unanswered"; readonly reason: string };

/** What samples are asked with. */
export interface SampleContext {
  readonly client: ChatClient;
  readonly cache: AnswerCache;
  readonly spending: Spending;
  readonly counter: TokenCounter;
  readonly sampling: SamplingOptions;
}

/** Asks for samples and, after a failure that no later call can escape, only reads kept answers. */
export interface SampleAsker {
  ask(messages: readonly ChatMessage[], sample: number): Promise<SampleOutcome>;
  /** Why no more is asked, if it is so. */
  stopped(): string | undefined;
}

/**
 * Starts asking; an answer that does not parse is asked for once more with a firmer instruction, unless
 * it was cut off, since a firmer word makes no thought shorter.
 *
 * @param missing samples for which a call is still to be made
 */
export function createSampleAsker(context: SampleContext, missing: number): SampleAsker {
  const { client, cache, spending, sampling } = context;
  const { model, concurrency } = client;
  const first = Math.max(1, Math.min(concurrency, missing));
  const watch = createCutOffWatch({ model, first, costOf: spending.costOf });
  let stopped: string | undefined;

  function throwIfStopped(): void {
    if (stopped !== undefined) throw new NotAsked(`not asked any more: ${stopped}`);
  }

  async function askServer(body: ChatBody): Promise<RawAnswer> {
    await watch.enter();
    try {
      throwIfStopped();
      const tokens = countBodyTokens(body, context.counter);
      const answer = await client.ask(body, async () => {
        throwIfStopped(); // it may have waited for others or for its next try
        return await spending.reserve(tokens);
      });
      const reason = watch.note(answer, body);
      stopped ??= reason;
      return answer;
    } catch (error) {
      if (endsAll(error)) stopped ??= error.message;
      watch.leave();
      throw error;
    }
  }

  const answerTo = (body: ChatBody) =>
    cache.remember({ baseUrl: client.baseUrl, body }, () => askServer(body));

  async function readSample(
    messages: readonly ChatMessage[],
    sample: number,
  ): Promise<SampleOutcome> {
    const ask = async (text: readonly ChatMessage[]) => {
      const body = chatBody({ model, messages: text, sample }, sampling);
      return readAnswer(await answerTo(body), body);
    };
    const first = await ask(messages);
    if (first.kind === "scores") return { ...first, askedAgain: false };
    if (first.isCutOff) return { kind: "unusable", reason: first.reason };
    const targets = namesOf(sampling.targets ?? DEFAULT_TARGETS);
    const second = await ask(withFirmerInstruction(messages, targets));
    if (second.kind === "scores") return { ...second, askedAgain: true };
    return { kind: "unusable", reason: second.reason };
  }

  return {
    stopped: () => stopped,
    async ask(messages, sample) {
      try {
        return await readSample(messages, sample);
      } catch (error) {
        if (!isKnown(error)) throw error;
        return { kind: "unanswered", reason: error.message };
      }
    },
  };
}

class NotAsked extends Error {}

function isKnown(error: unknown): error is Error {
  return error instanceof NotAsked || error instanceof ChatError ||
    error instanceof SpendingLimitError;
}

function endsAll(error: unknown): error is Error {
  return error instanceof SpendingLimitError ||
    error instanceof ChatError && error.facts.kind === "fatal";
}
