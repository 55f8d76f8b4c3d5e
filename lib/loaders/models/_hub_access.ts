import { setTimeout } from "node:timers/promises";
import type { HubSettings } from "lib/hub_settings.ts";
import { HubFailure } from "lib/loaders/models/_hub_failure.ts";
import type { ModelErrorKind } from "lib/loaders/models/model_error.ts";
import { say } from "lib/progress.ts";

/** How the hub is reached. */
export interface HubAccess {
  readonly hub: HubSettings;
  /** @default globalThis.fetch */
  readonly fetch?: typeof fetch;
  /** Waits so many milliseconds, or until the signal ends it early. @default by a timer */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/** Waits as an access says; ends early, without an error, when the signal is aborted. */
async function wait(
  { sleep }: Pick<HubAccess, "sleep">,
  ms: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  if (sleep) await sleep(ms, signal);
  else await setTimeout(ms, undefined, { signal }).catch(() => {});
}

/** Without a sign of life for so long a connection counts as dead. */
const SILENCE_MS = 60_000;

/**
 * Awaits a piece of work that shows a sign of life by its end.
 *
 * @throws {HubFailure} of the kind "silent" when it takes too long; `onSilence` is to end it
 * @throws what the work throws
 */
export async function unlessSilent<T>(
  work: Promise<T>,
  access: Pick<HubAccess, "sleep">,
  { address, onSilence }: { readonly address: string; readonly onSilence: () => void },
): Promise<T> {
  const watch = new AbortController();
  const isSilent = Symbol();
  const silence = wait(access, SILENCE_MS, watch.signal).then(() => isSilent);
  const first = await Promise.race([work, silence]).finally(() => watch.abort());
  if (first !== isSilent) return first as T;
  work.catch(() => {}); // it ends by onSilence, and the silence is what is thrown
  onSilence();
  const reason = `nothing came for ${SILENCE_MS / 1000} s`;
  throw new HubFailure("silent", { reason, address });
}

/** Tries of one request in all; one that brought a good deal nearer does not count. */
const TRIES = 4;

/** Kinds whose tries take so long that two are enough. */
const COSTLY: readonly ModelErrorKind[] = ["silent", "altered"];

/** What is waited before the second, third and fourth try where the hub does not say. */
const PAUSES_MS = [1000, 4000, 16_000] as const;

/** Longer than this nobody waits before a request is tried again. */
const LONGEST_PAUSE_MS = 300_000;

/**
 * Does work that asks the hub, and again after passing trouble: four times at most, twice where a
 * try takes long. A pause that the hub asks for is kept if it is at most five minutes.
 *
 * @param hasAdvanced whether the last try brought a good deal, so that counting begins anew
 * @throws {HubFailure} the last one
 */
export async function persistently<T>(
  access: Pick<HubAccess, "sleep">,
  work: () => Promise<T>,
  hasAdvanced: () => boolean = () => false,
): Promise<T> {
  for (let used = 0;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HubFailure) || !error.isPassing) throw error;
      if (hasAdvanced()) used = 0;
      used += COSTLY.includes(error.kind) ? TRIES / 2 : 1;
      const pauseMs = error.retryAfterMs ?? PAUSES_MS[used - 1] ?? 0;
      if (used >= TRIES || pauseMs > LONGEST_PAUSE_MS) throw error;
      if (error.retryAfterMs !== undefined) say(waiting(error, pauseMs));
      await wait(access, pauseMs);
    }
  }
}

function waiting({ address, message }: HubFailure, pauseMs: number): string {
  const { origin } = new URL(address);
  return `${origin} asks to wait ${
    Math.ceil(pauseMs / 1000)
  } s (${message}) before it is asked again`;
}
