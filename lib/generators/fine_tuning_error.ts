import { ChatError } from "lib/generators/chat_error.ts";

/** A fine-tuning job that cannot be had or that failed: the server's words and what to do instead. */
export class FineTuningError extends Error {
  override readonly name = "FineTuningError";
  /** What can be done instead. */
  readonly advice: string;

  constructor(words: string, advice: string) {
    super(`${words}\n${advice}`);
    this.advice = advice;
  }
}

const INSTEAD = "Fine-tune the local GPT-2 instead, which needs no key, show the model training " +
  "videos in its prompt (few-shot), or name a server that fine-tunes in VIRANOVA_LLM_BASE_URL.";

/** What can be done about a refusal, by what the server's words and codes are about. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/\b401\b|invalid_api_key/, "The key is not accepted: check OPENAI_API_KEY."],
  [
    /quota|billing|insufficient|\b402\b/i,
    `The account has no credit or quota left: add some or wait until it is renewed. ${INSTEAD}`,
  ],
  [
    /model_not_|\bmodel\b.*\bnot (?:exist|available|support)/i,
    `The server does not fine-tune this model: name one that it does. ${INSTEAD}`,
  ],
  [
    /\b403\b|organi[sz]ation|not available|no longer|closed|deprecated/i,
    `Fine-tuning is closed to this account. ${INSTEAD}`,
  ],
  [/\b404\b/, `The server has no fine-tuning at this address. ${INSTEAD}`],
];

/** Turns a refusal of the server into an error that says what to do; other errors stay as they are. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof ChatError) || error.facts.kind === "transient") return error;
  return new FineTuningError(error.message, adviceOn(`${error.message} ${error.facts.code ?? ""}`));
}

/** What can be done about words of the server. */
export function adviceOn(words: string): string {
  return ADVICE.find(([pattern]) => pattern.test(words))?.[1] ?? INSTEAD;
}
