import { setTimeout } from "node:timers/promises";
import type { HubSettings } from "lib/hub_settings.ts";
import { failureOf, HubFailure, plainAddress } from "lib/loaders/models/_hub_failure.ts";
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

/** An answer whose body has not been read. */
export interface HubAnswer {
  readonly response: Response;
  /** What the hub itself said of the file on the way, before it redirected elsewhere. */
  readonly facts: Headers;
  /** What was asked for at first, without its query. */
  readonly address: string;
  /** Ends the transfer. */
  readonly abort: () => void;
}

/** Without a sign of life for so long a connection counts as dead. */
const SILENCE_MS = 60_000;

const REDIRECTS = 10;

/** The hub's own header of which every file's answer has one. */
const COMMIT = "x-repo-commit";

/** Headers by which the hub describes a file. */
const FACTS = [COMMIT, "x-linked-size", "x-linked-etag", "etag"];

/**
 * Asks for an address of the hub and follows its redirects. The token goes to the hub's own origin and
 * nowhere else.
 *
 * @param headers beside those of every request
 * @throws {HubFailure} when no usable answer comes
 */
export async function askHub(
  url: string,
  access: HubAccess,
  headers: Readonly<Record<string, string>> = {},
): Promise<HubAnswer> {
  const controller = new AbortController();
  const address = plainAddress(url);
  const facts = new Headers();
  let next = new URL(url);
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const isHub = next.origin === new URL(access.hub.endpoint).origin;
    const token = isHub ? access.hub.token() : undefined;
    const response = await send(next, access, {
      headers: { ...headers, ...token && { authorization: `Bearer ${token}` } },
      controller,
    });
    if (isHub) noteFacts(facts, response.headers);
    const target = redirectOf(response, next);
    if (target === undefined && response.ok) {
      return { response, facts, address, abort: () => controller.abort() };
    }
    await response.body?.cancel();
    if (target === undefined) {
      const now = (access.now ?? Date.now)();
      throw failureOf(response, { isHub, address, withToken: token !== undefined, now });
    }
    if (target.origin !== next.origin && !facts.has(COMMIT)) throw notAHub(address, response);
    next = target;
  }
  throw new HubFailure("hub-trouble", { reason: "it redirects in a circle", address });
}

/** The failure of an answer that no hub gives. */
export function notAHub(address: string, { status, headers }: Response): HubFailure {
  const [type = "of no type"] = (headers.get("content-type") ?? "").split(";").filter(Boolean);
  return new HubFailure("not-a-hub", {
    reason: `what answers there is no hub (HTTP ${status}, ${type})`,
    address,
  });
}

function noteFacts(facts: Headers, headers: Headers): void {
  for (const name of FACTS) {
    const value = headers.get(name);
    if (value !== null) facts.set(name, value);
  }
}

function redirectOf({ status, headers }: Response, from: URL): URL | undefined {
  const location = headers.get("location");
  if (status < 300 || status > 399 || location === null) return undefined;
  const target = URL.parse(location, from.href);
  return target && /^https?:$/.test(target.protocol) ? target : undefined;
}

/** One request; its failures have the address without the query, and no header is shown. */
async function send(
  url: URL,
  access: HubAccess,
  { headers, controller }: { headers: Record<string, string>; controller: AbortController },
): Promise<Response> {
  const address = plainAddress(url);
  const request = (access.fetch ?? fetch)(url, {
    redirect: "manual",
    headers: { "accept-encoding": "identity", ...headers }, // compressed bytes cannot be counted
    signal: controller.signal,
  });
  try {
    return await unlessSilent(request, access, { address, onSilence: () => controller.abort() });
  } catch (cause) {
    if (cause instanceof HubFailure) throw cause;
    const text = messagesOf(cause);
    const isCut = /SendRequest|connection (was )?(closed|reset)/i.test(text);
    throw new HubFailure(isCut ? "broken-off" : "out-of-reach", {
      reason: isCut ? "the connection broke off" : `no connection comes about${whyIn(text)}`,
      address,
      cause,
    });
  }
}

/** What an error and its causes say: Deno hides why a connection failed behind "fetch failed". */
function messagesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messagesOf(error.cause)}`;
}

/** What the system says of a connection, which Deno puts at the end of a message after the address. */
function whyIn(message: string): string {
  const [, why] = /\(Connect\): (.*?)(?: \(os error \d+\))?$/.exec(message) ?? [];
  return why ? ` (${why})` : "";
}

/**
 * Awaits a piece of work that shows a sign of life by its end.
 *
 * @throws {HubFailure} of the kind "silent" when it takes too long; `onSilence` is to end it
 * @throws what the work throws
 */
export async function unlessSilent<T>(
  work: Promise<T>,
  { sleep = timer }: Pick<HubAccess, "sleep">,
  { address, onSilence }: { readonly address: string; readonly onSilence: () => void },
): Promise<T> {
  const watch = new AbortController();
  const isSilent = Symbol();
  const silence = sleep(SILENCE_MS, watch.signal).then(() => isSilent);
  const first = await Promise.race([work, silence]).finally(() => watch.abort());
  if (first !== isSilent) return first as T;
  work.catch(() => {}); // it ends by onSilence, and the silence is what is thrown
  onSilence();
  const reason = `nothing came for ${SILENCE_MS / 1000} s`;
  throw new HubFailure("silent", { reason, address });
}

/** Waits; ends early without an error. */
async function timer(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
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
  access: HubAccess,
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
      await (access.sleep ?? timer)(pauseMs, new AbortController().signal);
    }
  }
}

function waiting({ address, message }: HubFailure, pauseMs: number): string {
  const { origin } = new URL(address);
  return `${origin} asks to wait ${
    Math.ceil(pauseMs / 1000)
  } s (${message}) before it is asked again`;
}
