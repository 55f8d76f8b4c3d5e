import pLimit from "p-limit";
import type { ChatCompletion } from "openai/resources/chat/completions";
import { chatErrorOf, connect, type Server } from "lib/generators/_openai.ts";
import { createAcceptedParameters } from "lib/generators/accepted_parameters.ts";
import { tokensOfUsage } from "lib/generators/call_cost.ts";
import type { ChatBody } from "lib/generators/chat_body.ts";
import { ChatError, type ChatErrorFacts } from "lib/generators/chat_error.ts";
import { redact } from "lib/generators/redact.ts";
import { retry, type RetryOptions } from "lib/generators/retry.ts";
import { shutdownNotice } from "lib/generators/shutdown_notice.ts";
import type { Reservation } from "lib/generators/spending.ts";
import { sayOnce } from "lib/progress.ts";
import { createGenerator } from "lib/random.ts";

/** A server's whole answer, as it came but for the key. */
export type RawAnswer = ChatCompletion;

/** Asks one model of one server. */
export interface ChatClient {
  readonly baseUrl: string;
  readonly model: string;
  /** Calls under way at a time, at most. */
  readonly concurrency: number;
  /** Parameters that the model rejected and that are no longer sent. */
  rejectedParameters(): readonly string[];
  /** Looks whether the model is shut down soon, and says when. */
  shutdownNotice(): Promise<string | undefined>;
  /**
   * Sends a request until it is answered; money is set aside by `reserve` before each try.
   *
   * @throws {ChatError} when it cannot be answered
   */
  ask(body: ChatBody, reserve: () => Promise<Reservation>): Promise<RawAnswer>;
}

/** What a client is made with. */
export interface ChatClientOptions extends Server, Partial<RetryOptions> {
  readonly model: string;
  /** Calls under way at a time, waiting ones included. @default 8 */
  readonly concurrency?: number;
  /**
   * How long a whole answer may take, in milliseconds.
   *
   * @default 60_000 and 20 for each token that it may have
   */
  readonly timeoutMs?: number;
  /** A signal that gives a request up after so many milliseconds. @default AbortSignal.timeout */
  readonly startTimeout?: (ms: number, fields: Readonly<Record<string, unknown>>) => AbortSignal;
  /** Milliseconds since 1970, for the days until a shutdown. @default Date.now */
  readonly now?: () => number;
  /** Tells whoever waits that the model does not know how much it shall think. @default sayOnce */
  readonly say?: (sentence: string) => void;
}

/** The client's own time-out, which ends with the headers; ours is to end first. */
const CLIENT_TIMEOUT_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a client of any server that speaks OpenAI's chat API: OpenAI, Azure, vLLM, llama.cpp, Ollama.
 *
 * 429, 5xx, time-outs, broken connections and answers that are no chat completion are tried again. A
 * call that waits for its next try keeps its place, so a server that is overrun gets less to do.
 */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const { baseUrl, model, concurrency = 8, say = sayOnce } = options;
  const { generator = createGenerator(0), startTimeout = AbortSignal.timeout } = options;
  const openai = connect(options);
  const limit = pLimit(concurrency);
  const parameters = createAcceptedParameters((name) => {
    if (name === "reasoning_effort") say(`${model} ${NO_EFFORT}`);
  });

  async function send(fields: Record<string, unknown>, body: ChatBody): Promise<RawAnswer> {
    const { timeoutMs = 60_000 + 20 * body.max_completion_tokens } = options;
    const signal = startTimeout(timeoutMs, fields);
    try {
      const request = { body: fields, signal, timeout: CLIENT_TIMEOUT_MS };
      const response = await openai.post("/chat/completions", request).asResponse();
      return readAnswer(redact(await response.text(), options.apiKey()));
    } catch (error) {
      throw withRetirement(chatErrorOf(error, options), options);
    }
  }

  return {
    baseUrl,
    model,
    concurrency,
    rejectedParameters: () => [...parameters.rejected],
    shutdownNotice: () => shutdownNotice(options),
    ask: (body, reserve) =>
      limit(() =>
        parameters.negotiate(
          body,
          (fields) =>
            retry(() => payFor(() => send(fields, body), reserve), { ...options, generator }),
        )
      ),
  };
}

const NO_EFFORT = "does not know reasoning_effort, so it is left out and VIRANOVA_LLM_REASONING " +
  "changes nothing: the model thinks as its server is set";

/** What cannot be found may have been there once. */
function withRetirement(error: unknown, { baseUrl, model }: ChatClientOptions): unknown {
  if (!(error instanceof ChatError) || error.facts.status !== 404) return error;
  return new ChatError(
    `${error.message} (${model} may have been retired, or this key may not use it; ` +
      `${baseUrl}/models lists what there is)`,
    error.facts,
  );
}

async function payFor(
  send: () => Promise<RawAnswer>,
  reserve: () => Promise<Reservation>,
): Promise<RawAnswer> {
  const reservation = await reserve();
  let answer: RawAnswer;
  try {
    answer = await send();
  } catch (error) {
    const { mayBeCharged, counted } = factsOf(error);
    await (mayBeCharged ? reservation.charge(counted) : reservation.release());
    throw error;
  }
  await reservation.charge(tokensOfUsage(answer.usage));
  return answer;
}

/** An error that is no server's may have come after all was sent. */
function factsOf(error: unknown): Pick<ChatErrorFacts, "mayBeCharged" | "counted"> {
  return error instanceof ChatError ? error.facts : { mayBeCharged: true };
}

function readAnswer(text: string): RawAnswer {
  const facts = { kind: "transient", mayBeCharged: true } as const;
  const shown = JSON.stringify(text.slice(0, 80));
  let answer: Partial<RawAnswer> | null;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ChatError(`The server's answer is no JSON: ${shown}`, facts);
  }
  if (!answer?.choices?.[0]?.message) {
    const counted = tokensOfUsage(answer?.usage);
    throw new ChatError(`The server's answer holds no choice: ${shown}`, { ...facts, counted });
  }
  return answer as RawAnswer;
}
