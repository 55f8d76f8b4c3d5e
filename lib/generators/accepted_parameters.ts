import { refusedEffort } from "lib/generators/_refused_effort.ts";
import type { ChatBody } from "lib/generators/chat_body.ts";
import { ChatError } from "lib/generators/chat_error.ts";

/** Parameters without which a request still makes sense, and those that go with them. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  response_format: ["response_format"],
  top_logprobs: ["logprobs", "top_logprobs"],
  logprobs: ["logprobs", "top_logprobs"],
  temperature: ["temperature"],
  top_p: ["top_p"],
  seed: ["seed"],
  reasoning_effort: ["reasoning_effort"],
};

/** Finds out which parameters a model takes, and leaves the others out from then on. */
export interface AcceptedParameters {
  /** Parameters the model rejected, in the order it did. */
  readonly rejected: readonly string[];
  /**
   * Sends a request with what the model is known to take, again without what it rejects.
   *
   * @throws {ChatError} a fatal one when the model knows `reasoning_effort` but not its value
   */
  negotiate<T>(body: ChatBody, send: (fields: Record<string, unknown>) => Promise<T>): Promise<T>;
}

/**
 * Starts with all parameters; until a request went through, others wait, so that each parameter is
 * rejected once and not by every call under way, and a failure that no later call can escape ends
 * those that wait, too.
 *
 * `max_completion_tokens` becomes the older `max_tokens`; a bound on the answer is always sent.
 *
 * @param onRejected is told each parameter once
 */
export function createAcceptedParameters(
  onRejected: (name: string) => void = () => {},
): AcceptedParameters {
  const rejected: string[] = [];
  let known = false;
  let probe: Promise<unknown> | undefined;

  async function trySending<T>(
    body: ChatBody,
    send: (fields: Record<string, unknown>) => Promise<T>,
  ) {
    for (;;) {
      const fields = withoutRejected(body, rejected);
      try {
        const answer = await send(fields);
        known = true;
        return answer;
      } catch (error) {
        const name = rejectedParameter(error, fields);
        if (name === undefined) throw error;
        if (name === "reasoning_effort") throwIfRefused(error, body);
        if (rejected.includes(name)) continue;
        rejected.push(name);
        onRejected(name);
      }
    }
  }

  return {
    rejected,
    async negotiate(body, send) {
      while (!known && probe) {
        const failure = await probe;
        if (failure instanceof ChatError && failure.facts.kind === "fatal") throw failure;
      }
      if (known) return await trySending(body, send);
      const attempt = trySending(body, send);
      probe = attempt.then(() => {}, (failure) => failure);
      try {
        return await attempt;
      } finally {
        probe = undefined;
      }
    },
  };
}

function throwIfRefused(error: unknown, body: ChatBody): void {
  const refused = refusedEffort(error, body);
  if (refused) throw refused;
}

function withoutRejected(body: ChatBody, rejected: readonly string[]): Record<string, unknown> {
  const gone = new Set(rejected.flatMap((name) => OPTIONAL[name] ?? []));
  const { max_completion_tokens, ...rest } = body;
  const bound = rejected.includes("max_completion_tokens") ? "max_tokens" : "max_completion_tokens";
  const kept = Object.entries(rest).filter(([name]) => !gone.has(name));
  return { ...Object.fromEntries(kept), [bound]: max_completion_tokens };
}

/**
 * The parameter of a request that a server rejects, by its `param` or else by its words; some servers
 * forbid log-probabilities by 403, and some that think call the effort by another name.
 */
function rejectedParameter(error: unknown, fields: Record<string, unknown>): string | undefined {
  if (!(error instanceof ChatError)) return undefined;
  const { kind, status, param, code } = error.facts;
  if (kind !== "rejected" && status !== 403) return undefined;
  if (code === "context_length_exceeded") return undefined;
  const said = param ?? error.message;
  const named = [...Object.keys(OPTIONAL), "max_completion_tokens"].find((name) =>
    name in fields && new RegExp(`\\b${name}\\b`).test(said)
  );
  if (named || kind !== "rejected" || !("reasoning_effort" in fields)) return named;
  return /\b(?:reasoning|think(?:ing)?)\b/i.test(said) ? "reasoning_effort" : undefined;
}
