import { ChatError } from "lib/generators/chat_error.ts";

/** A fine-tuning job that cannot be had or that failed: the server's words and what to do instead. */
export class FineTuningError extends Error {
  override readonly name = "FineTuningError";
  /** What happened, in the server's words if it said anything. */
  readonly words: string;
  /** What can be done instead. */
  readonly advice: string;
  /** HTTP status of a refusal. */
  readonly status?: number;

  constructor(words: string, advice: string, { status }: { readonly status?: number } = {}) {
    super(`${words}\n${advice}`);
    this.words = words;
    this.advice = advice;
    this.status = status;
  }
}

const INSTEAD = "Fine-tune the local GPT-2 instead, which needs no key, show the model training " +
  "videos in its prompt (few-shot), or name a server that fine-tunes in VIRANOVA_LLM_BASE_URL.";

/** What can be done about a refusal, by its status, the server's codes and its words. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/\b401\b|invalid_api_key/, "The key is not accepted: check OPENAI_API_KEY."],
  [
    /quota|billing|insufficient|\b402\b/i,
    `The account has no credit or quota left: add some or wait until it is renewed. ${INSTEAD}`,
  ],
  [
    /\b403\b.*\bthis model\b/i,
    "The server does not fine-tune this model for this account: name another in " +
    `VIRANOVA_LLM_MODEL, or a tuned one in VIRANOVA_LLM_TUNED_MODEL. ${INSTEAD}`,
  ],
  [
    /model_not_|\bmodel\b.*\bnot (?:exist|available|support)/i,
    `The server does not fine-tune this model: name one that it does. ${INSTEAD}`,
  ],
  [
    /\b403\b|organi[sz]ation|not available|no longer|closed|deprecated/i,
    "Fine-tuning is closed to this account; a model that it tuned before is asked by its name in " +
    `VIRANOVA_LLM_TUNED_MODEL. ${INSTEAD}`,
  ],
  [/\b404\b/, `The server has no fine-tuning at this address. ${INSTEAD}`],
];

/** Turns a refusal of the server into an error that says what to do; other errors stay as they are. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof ChatError) || error.facts.kind === "transient") return error;
  const { code = "", status } = error.facts;
  return new FineTuningError(error.message, adviceOn(`${error.message} ${code}`), { status });
}

/** What can be done about words of the server. */
export function adviceOn(words: string): string {
  return ADVICE.find(([pattern]) => pattern.test(words))?.[1] ?? INSTEAD;
}
