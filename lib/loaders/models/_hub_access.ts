import { setTimeout } from "node:timers/promises";
import type { HubSettings } from "lib/hub_settings.ts";

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
export async function wait(
  { sleep }: Pick<HubAccess, "sleep">,
  ms: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  if (sleep) await sleep(ms, signal);
  else await setTimeout(ms, undefined, { signal }).catch(() => {});
}
