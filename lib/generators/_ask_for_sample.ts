import type { AnswerCache } from "lib/generators/answer_cache.ts";
import { type ChatBody, chatBody, type SamplingOptions } from "lib/generators/chat_body.ts";
import type { ChatClient, RawAnswer } from "lib/generators/chat_client.ts";
import { ChatError } from "lib/generators/chat_error.ts";
import type { ChatMessage } from "lib/generators/chat_message.ts";
import { parseAnswer } from "lib/generators/parse_answer.ts";
import { withFirmerInstruction } from "lib/generators/prompt.ts";
import { type Spending, SpendingLimitError } from "lib/generators/spending.ts";
import { countBodyTokens, type TokenCounter } from "lib/generators/token_counter.ts";
import { tokenExpectation, type TokenReading } from "lib/generators/token_expectation.ts";
import type { Scores } from "lib/types.ts";

/** What came of one sample. */
export type SampleOutcome =
  | {
    readonly kind: "scores";
    readonly scores: Scores;
    /** What the log-probabilities say, if they were asked for. */
    readonly tokens?: TokenReading;
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
}

/** Starts asking; an answer that does not parse is asked for once more with a firmer instruction. */
export function createSampleAsker(context: SampleContext): SampleAsker {
  const { client, cache, spending, sampling } = context;
  let stopped: string | undefined;

  async function answerTo(body: ChatBody): Promise<RawAnswer> {
    return await cache.remember({ baseUrl: client.baseUrl, body }, async () => {
      if (stopped !== undefined) throw new NotAsked(stopped);
      const tokens = countBodyTokens(body, context.counter);
      return await client.ask(body, () => spending.reserve(tokens));
    });
  }

  async function readSample(messages: readonly ChatMessage[], sample: number) {
    const body = (text: readonly ChatMessage[]) =>
      chatBody({ model: client.model, messages: text, sample }, sampling);
    const first = readAnswer(await answerTo(body(messages)), sampling);
    if (first.kind === "scores") return { ...first, askedAgain: false };
    const second = readAnswer(await answerTo(body(withFirmerInstruction(messages))), sampling);
    return second.kind === "scores" ? { ...second, askedAgain: true } : second;
  }

  return {
    async ask(messages, sample) {
      try {
        return await readSample(messages, sample);
      } catch (error) {
        if (error instanceof NotAsked) return { kind: "unanswered", reason: error.message };
        if (!(error instanceof ChatError || error instanceof SpendingLimitError)) throw error;
        if (endsAll(error)) stopped ??= `not asked any more: ${error.message}`;
        return { kind: "unanswered", reason: error.message };
      }
    },
  };
}

class NotAsked extends Error {}

function endsAll(error: ChatError | SpendingLimitError): boolean {
  return error instanceof SpendingLimitError || error.facts.kind === "fatal";
}

function readAnswer({ choices }: RawAnswer, { logprobs }: SamplingOptions) {
  const { message, finish_reason, logprobs: found } = choices[0]!;
  if (message.refusal) return unusable(`the model refused: ${message.refusal.slice(0, 200)}`);
  if (finish_reason === "content_filter") return unusable("the server's content filter struck");
  const answer = parseAnswer(message.content ?? "");
  if (answer.kind === "unusable") {
    return finish_reason === "length"
      ? unusable(`${answer.reason}, cut off at the bound on answers (maxAnswerTokens)`)
      : answer;
  }
  if (!logprobs) return answer;
  const tokens: TokenReading = found?.content
    ? tokenExpectation(found.content)
    : { kind: "unusable", reason: "the server gives no log-probabilities" };
  return { ...answer, tokens };
}

function unusable(reason: string) {
  return { kind: "unusable", reason } as const;
}
