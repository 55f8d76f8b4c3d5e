import type { ChatMessage } from "lib/generators/chat_message.ts";
import type { ReasoningEffort } from "lib/llm_settings.ts";
import { DEFAULT_TARGETS, namesOf, type Target } from "lib/targets.ts";

/** A request to `/chat/completions` as it is sent, but for parameters that the model rejects. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly max_completion_tokens: number;
  readonly temperature?: number;
  readonly top_p?: number;
  readonly reasoning_effort?: ReasoningEffort;
  readonly seed: number;
  readonly logprobs?: true;
  readonly top_logprobs?: number;
  readonly response_format: ReturnType<typeof answerFormat>;
}

/** How an answer is drawn. */
export interface SamplingOptions {
  /** Tokens an answer may have, a reasoning model's thoughts included. @default 64 */
  readonly maxAnswerTokens?: number;
  /** 0 always takes the likeliest token. @default 1 */
  readonly temperature?: number;
  /** Only the likeliest tokens that together have this probability are drawn. @default 1 */
  readonly topP?: number;
  /** How much the model thinks; unset: nothing is sent and the server decides. */
  readonly reasoningEffort?: ReasoningEffort;
  /** Asks for the log-probabilities of the 20 likeliest tokens. @default false */
  readonly logprobs?: boolean;
  /** What is asked for, of which the server holds the model to one number each. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/** The form of an answer as a JSON schema, for servers that hold a model to one. */
function answerFormat(names: readonly string[]) {
  const schema = {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, { type: "integer" }] as const)),
    required: names,
    additionalProperties: false,
  } as const;
  return { type: "json_schema", json_schema: { name: "scores", strict: true, schema } } as const;
}

/** The names of the targets that a request asks for. */
export function askedTargets({ response_format }: ChatBody): readonly string[] {
  return response_format.json_schema.schema.required;
}

/**
 * Puts a prompt into a request; the sample's number is its seed, so that each sample is a request of
 * its own that a server with seeds answers alike again. What is not set is left out, since kept
 * answers are found by the whole request.
 */
export function chatBody(
  prompt: { model: string; messages: readonly ChatMessage[]; sample: number },
  options: SamplingOptions = {},
): ChatBody {
  const { maxAnswerTokens = 64, temperature = 1, topP = 1, logprobs = false } = options;
  const { reasoningEffort, targets = DEFAULT_TARGETS } = options;
  return {
    model: prompt.model,
    messages: prompt.messages,
    max_completion_tokens: maxAnswerTokens,
    temperature,
    ...(topP < 1 ? { top_p: topP } : {}),
    ...(reasoningEffort ? { reasoning_effort: reasoningEffort } : {}),
    seed: prompt.sample,
    ...(logprobs ? { logprobs: true, top_logprobs: 20 } : {}),
    response_format: answerFormat(namesOf(targets)),
  };
}
