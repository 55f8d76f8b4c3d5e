import type { ChatBody } from "lib/generators/chat_body.ts";
import { ChatError } from "lib/generators/chat_error.ts";

/** How servers say that they know a parameter and not its value. */
const VALUE_WORDS =
  /(?:unsupported|invalid)[\w ]* value|supported values|should be|must be|one of/i;

/**
 * The end of all asking when a server refuses the value of `reasoning_effort`, with the server's own
 * list of values; nothing when it does not know the parameter at all.
 */
export function refusedEffort(error: unknown, body: ChatBody): ChatError | undefined {
  if (!(error instanceof ChatError)) return undefined;
  const { code = "" } = error.facts;
  const isValue = /unsupported_value|invalid_value|invalid_enum/.test(code) ||
    !/parameter/.test(code) && VALUE_WORDS.test(error.message);
  if (!isValue) return undefined;
  return new ChatError(
    `${error.message} (VIRANOVA_LLM_REASONING is ${body.reasoning_effort}: ${body.model} does not ` +
      "take it; set one of the values that its server names)",
    { ...error.facts, kind: "fatal" },
  );
}
