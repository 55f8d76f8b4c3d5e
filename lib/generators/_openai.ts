import OpenAI, { APIConnectionError, APIError } from "openai";
import { whyNotConnected } from "lib/connection_failure.ts";
import { ChatError, type ChatErrorKind } from "lib/generators/chat_error.ts";
import { redact } from "lib/generators/redact.ts";

/** Where a server is and how it knows the caller. */
export interface Server {
  /** Where its API starts, `/v1` or its like included. */
  readonly baseUrl: string;
  /** Gives the key, or nothing for a server without one. */
  readonly apiKey: () => string | undefined;
}

/** Makes a client that neither reads the environment nor logs nor retries by itself. */
export function connect({ baseUrl, apiKey }: Server): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey() ?? "none", // the client insists on one
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    maxRetries: 0,
    // Deno sends a request again by itself when a connection it has used before breaks.
    defaultHeaders: { connection: "close" },
  });
}

/** Failures that no later call can escape, by the server's code or type. */
const FATAL = new RegExp(
  "insufficient_quota|credit_balance_exhausted|spend_limit_exceeded|usage_limit_exceeded|billing|" +
    "exceeded_quota|account_deactivated|model_not_found",
);

/**
 * Says what became of a call without a word of the key; what is no failure of a call passes through.
 *
 * The original error is not kept as the cause, since a server may have put the key in it.
 */
export function chatErrorOf(error: unknown, server: Server): unknown {
  if (error instanceof ChatError || !(error instanceof Error)) return error;
  const words = redact(error.message, server.apiKey());
  if (error instanceof APIError && error.status !== undefined) return errorOfStatus(error, words);
  if (!isConnectionFailure(error)) return error;
  const why = whyNotConnected(error);
  const what = why !== undefined
    ? `no connection comes about (${why})`
    : isTimeout(error)
    ? "no answer in time"
    : `the connection broke (${words})`;
  return new ChatError(`Cannot reach ${server.baseUrl}: ${what}`, {
    kind: "transient",
    mayBeCharged: why === undefined, // else nothing was sent
  });
}

function errorOfStatus(error: APIError, words: string): ChatError {
  const { status, code, param, type, headers } = error;
  return new ChatError(`The server answered ${words}`, {
    kind: kindOf(status!, `${code ?? ""} ${type ?? ""}`),
    mayBeCharged: false,
    status,
    param: param ?? undefined,
    code: code ?? undefined,
    retryAfterMs: retryAfterMs(headers),
  });
}

function kindOf(status: number, names: string): ChatErrorKind {
  if (FATAL.test(names) || [401, 402, 403, 404].includes(status)) return "fatal";
  return status === 408 || status === 409 || status === 429 || status >= 500
    ? "transient"
    : "rejected";
}

/** Milliseconds to wait as `Retry-After-Ms` or `Retry-After` say, in seconds or as a date. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const exact = parseFloat(headers?.get("retry-after-ms") ?? "");
  if (exact >= 0) return exact;
  const value = headers?.get("retry-after");
  if (!value) return undefined;
  const ms = /^\s*[\d.]+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Fetch fails with a TypeError, a body that breaks off with another class of the runtime. */
function isConnectionFailure(error: Error): boolean {
  return error instanceof APIConnectionError || error instanceof APIError || isTimeout(error) ||
    error instanceof TypeError || error instanceof Deno.errors.Http ||
    error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.UnexpectedEof;
}

function isTimeout(error: Error): boolean {
  return error.name === "TimeoutError" || error.name === "AbortError" ||
    /timed out|aborted/i.test(error.message);
}
