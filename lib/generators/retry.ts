import { setTimeout as wait } from "node:timers/promises";
import { ChatError } from "lib/generators/chat_error.ts";
import type { Generator } from "lib/random.ts";

/** How often and how patiently `retry` tries again. */
export interface RetryOptions {
  /** Calls in all before giving up. @default 6 */
  readonly tries?: number;
  /** Wait after the first failure, in milliseconds; it doubles each time. @default 500 */
  readonly firstDelayMs?: number;
  /** Longest wait of our own, in milliseconds. @default 30_000 */
  readonly maxDelayMs?: number;
  /** Longest wait that a server may ask for, in milliseconds; more ends the tries. @default 600_000 */
  readonly maxRetryAfterMs?: number;
  /** Spreads the waits of calls that failed together. */
  readonly generator: Generator;
  /** Waits so many milliseconds. @default a timer */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/**
 * Does a task again while it fails transiently, after
 * `min(maxDelayMs, firstDelayMs * 2^i) * u` milliseconds, u random in 0.5..1, or after as long as the
 * server asks if that is longer.
 *
 * @throws {ChatError} the last failure, saying how often it was tried
 */
export async function retry<T>(task: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { tries = 6, maxRetryAfterMs = 600_000, sleep = (ms) => wait(ms) } = options;
  for (let tried = 1;; tried++) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof ChatError) || error.facts.kind !== "transient") throw error;
      const { retryAfterMs = 0 } = error.facts;
      if (tried >= tries || retryAfterMs > maxRetryAfterMs) {
        throw new ChatError(
          `${error.message} (tried ${tried} ${tried === 1 ? "time" : "times"}` +
            (retryAfterMs > maxRetryAfterMs
              ? `; the server asks to wait ${Math.ceil(retryAfterMs / 1000)} s)`
              : ")"),
          error.facts,
        );
      }
      await sleep(Math.max(retryAfterMs, delayMs(tried - 1, options)));
    }
  }
}

function delayMs(failures: number, options: RetryOptions): number {
  const { firstDelayMs = 500, maxDelayMs = 30_000, generator } = options;
  return Math.min(maxDelayMs, firstDelayMs * 2 ** failures) * (0.5 + generator.uniform() / 2);
}
