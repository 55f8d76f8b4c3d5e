import type { CallTokens } from "lib/generators/call_cost.ts";

/** What can be done about a failed call: try it again, nothing for this request, nothing at all. */
export type ChatErrorKind = "transient" | "rejected" | "fatal";

/** What is known of a failed call. */
export interface ChatErrorFacts {
  readonly kind: ChatErrorKind;
  /** Whether the server may charge for the call all the same. */
  readonly mayBeCharged: boolean;
  /** What the server counted all the same, if it told. */
  readonly counted?: CallTokens;
  /** HTTP status, if the server answered. */
  readonly status?: number;
  /** The parameter that the server objects to. */
  readonly param?: string;
  /** The server's own name for the failure, such as `insufficient_quota`. */
  readonly code?: string;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** A call to a chat server that failed; its message holds the server's words but never the key. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly facts: ChatErrorFacts;

  constructor(message: string, facts: ChatErrorFacts) {
    super(message);
    this.facts = facts;
  }
}
