import type { ModelErrorKind } from "lib/loaders/models/model_error.ts";

/** What a `HubFailure` says beside its kind. */
export interface HubFailureDetails {
  /** What was met, as the middle of a sentence. */
  readonly reason: string;
  /** What was asked for, without its query, which may hold a signature. */
  readonly address: string;
  /** How long the hub asks to wait. */
  readonly retryAfterMs?: number;
  /** Whether the same request would be answered so again. @default by the kind */
  readonly isLasting?: boolean;
  readonly cause?: unknown;
}

const PASSING: readonly ModelErrorKind[] = [
  "rate-limited",
  "hub-trouble",
  "broken-off",
  "silent",
  "altered",
];

/** One request that came to nothing, before anybody knows for which model it was. */
export class HubFailure extends Error {
  override readonly name = "HubFailure";
  readonly address: string;
  readonly retryAfterMs?: number;
  /** Whether the same request may fare better a little later. */
  readonly isPassing: boolean;

  constructor(
    readonly kind: ModelErrorKind,
    { reason, address, retryAfterMs, isLasting, cause }: HubFailureDetails,
  ) {
    super(reason, { cause });
    this.address = address;
    this.retryAfterMs = retryAfterMs;
    this.isPassing = !isLasting && PASSING.includes(kind);
  }
}

/** An address without its query, in which storage services put signatures. */
export function plainAddress(url: string | URL): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** Who answered, and what was asked. */
export interface AnswerContext {
  /** Whether the hub itself answered, rather than a storage service that it redirects to. */
  readonly isHub: boolean;
  readonly address: string;
  /** Whether a token was sent. */
  readonly withToken: boolean;
  /** Milliseconds since 1970, for a Retry-After that names a time. */
  readonly now: number;
}

/** The hub's own code of an error (https://huggingface.co/docs/hub/api), by which 401, 403 and 404 differ. */
const KINDS: Readonly<Record<string, ModelErrorKind>> = {
  GatedRepo: "gated",
  RepoNotFound: "no-repository",
  DisabledRepo: "no-repository",
  RevisionNotFound: "no-revision",
  EntryNotFound: "no-file",
};

/** What an answer with a status above 399 comes to. */
export function failureOf({ status, headers }: Response, context: AnswerContext): HubFailure {
  const kind = kindOf(status, headers, context);
  const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
  const reason = kind === "not-a-hub"
    ? `what answers there is no hub (HTTP ${status}${isPage ? ", a web page" : ""})`
    : `HTTP ${status}`;
  return new HubFailure(kind, {
    reason,
    address: context.address,
    retryAfterMs: retryAfterMs(headers.get("retry-after"), context.now) ??
      (status === 429 ? windowMs(headers.get("ratelimit")) : undefined),
    isLasting: context.isHub && !isPassingStatus(status),
  });
}

function kindOf(status: number, headers: Headers, context: AnswerContext): ModelErrorKind {
  if (status === 429) return "rate-limited";
  if (status >= 500 || !context.isHub) return "hub-trouble"; // a signed address may have expired
  const code = KINDS[headers.get("x-error-code") ?? ""];
  if (code !== undefined) return code;
  if (headers.get("content-type")?.startsWith("text/html")) return "not-a-hub";
  if (status === 401 || status === 403) {
    if (context.withToken) return "token-refused";
    return status === 401 ? "no-repository" : "gated"; // the hub hides private models behind a 401
  }
  return status === 404 ? "no-repository" : "hub-trouble";
}

/** Whether an answer with a status may be another one a little later. */
function isPassingStatus(status: number): boolean {
  return status >= 500 || [408, 425, 429].includes(status);
}

/** `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3); nothing where it is neither. */
function retryAfterMs(text: string | null, now: number): number | undefined {
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : NaN; // "-5" would be a year
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Until requests count anew, by the hub's `RateLimit: "api";r=0;t=55` (https://huggingface.co/docs/hub/rate-limits). */
function windowMs(text: string | null): number | undefined {
  const [, seconds] = /;\s*t=(\d+)/.exec(text ?? "") ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
