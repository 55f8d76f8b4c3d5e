import type { CallTokens } from "lib/generators/call_cost.ts";
import type { ChatBody } from "lib/generators/chat_body.ts";

/** Cuts text into a model's tokens. */
export interface TokenCounter {
  /** The encoding's name, such as `o200k_base`. */
  readonly name: string;
  /** Ids of a text's tokens; a special token's name in the text is plain text. */
  encode(text: string): number[];
}

/**
 * Loads the tokenizer of an OpenAI model, fine-tuned ones included; for any other model
 * `o200k_base`, whose counts are then an estimate.
 */
export async function tokenCounterFor(model: string): Promise<TokenCounter> {
  const base = /^ft:([^:]+)/.exec(model)?.[1] ?? model;
  const name = /^gpt-(?:3\.5|4(?!o|\.))/.test(base) ? "cl100k_base" : "o200k_base";
  const { encode } = name === "cl100k_base"
    ? await import("gpt-tokenizer/encoding/cl100k_base")
    : await import("gpt-tokenizer/encoding/o200k_base");
  const plain = { disallowedSpecial: new Set<string>() };
  return { name, encode: (text) => encode(text, plain) };
}

/** What a chat's markers add: three tokens and the role a message, three before the answer. */
const [MESSAGE_TOKENS, ANSWER_TOKENS] = [4, 3];

/**
 * Tokens that a request has, `sum(4 + tokens of content) + 3 + tokens of the answer's form`, and that
 * its answer may have.
 *
 * Source: OpenAI cookbook, "How to count tokens with tiktoken"; servers may lay a chat out otherwise.
 */
export function countBodyTokens(body: ChatBody, counter: TokenCounter): CallTokens {
  const count = (text: string) => counter.encode(text).length;
  const contents = body.messages.map(({ content }) => MESSAGE_TOKENS + count(content));
  const form = count(JSON.stringify(body.response_format.json_schema));
  return {
    prompt: contents.reduce((sum, tokens) => sum + tokens, ANSWER_TOKENS + form),
    answer: body.max_completion_tokens,
  };
}
