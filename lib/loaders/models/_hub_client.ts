import { messagesOf, whyNotConnected } from "lib/connection_failure.ts";
import { type HubAccess, unlessSilent } from "lib/loaders/models/_hub_access.ts";
import { failureOf, HubFailure, plainAddress } from "lib/loaders/models/_hub_failure.ts";

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
  const reason = "it redirects in a circle";
  throw new HubFailure("hub-trouble", { reason, address, isLasting: true });
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
    const isCut = /SendRequest|connection (was )?(closed|reset)/i.test(messagesOf(cause));
    const why = whyNotConnected(cause);
    const unconnected = `no connection comes about${why ? ` (${why})` : ""}`;
    throw new HubFailure(isCut ? "broken-off" : "out-of-reach", {
      reason: isCut ? "the connection broke off" : unconnected,
      address,
      cause,
    });
  }
}
