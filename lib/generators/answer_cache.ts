import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ChatBody } from "lib/generators/chat_body.ts";
import type { RawAnswer } from "lib/generators/chat_client.ts";
import { isCutOff } from "lib/generators/read_answer.ts";
import { exists, writeAtomic } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { parseJson, parseSealed, sealed } from "lib/storage/sealed.ts";

/** All that decides an answer: the server and the whole request, the sample's number among it. */
export interface CachedRequest {
  readonly baseUrl: string;
  readonly body: ChatBody;
}

/** Raw answers on disk, so that none is asked for twice and a graph can be drawn again offline. */
export interface AnswerCache {
  readonly folder: string;
  /**
   * The answer that is kept, if one is. One that was cut off without scores counts as none: it is
   * asked for again, and what it cost stays in the ledger.
   *
   * @throws {SyntaxError} as `remember` does
   */
  find(request: CachedRequest): Promise<RawAnswer | undefined>;
  /**
   * The answer that `find` gives, or that `ask` gets and that is then kept; the same request from two
   * callers at a time is asked once.
   *
   * @throws {SyntaxError} when a kept answer is damaged; its file is left as it is, since it cost
   * money, and the message says what to do
   * @throws {UnwritableError} when an answer that came cannot be kept
   */
  remember(request: CachedRequest, ask: () => Promise<RawAnswer>): Promise<RawAnswer>;
}

/** Opens a folder of answers, each in a file named by the SHA-256 of its request. */
export function openAnswerCache(folder: string): AnswerCache {
  const underWay = new Map<string, Promise<RawAnswer>>();

  async function find(request: CachedRequest): Promise<RawAnswer | undefined> {
    if (!await exists(pathOf(folder, request))) return undefined;
    const answer = await readKept(folder, request);
    return isCutOff(answer, request.body) ? undefined : answer;
  }

  async function findOrAsk(path: string, request: CachedRequest, ask: () => Promise<RawAnswer>) {
    const kept = await find(request);
    if (kept) return kept;
    const answer = await ask();
    await writeAtomic(path, sealed({ ...request, answer }));
    return answer;
  }

  return {
    folder,
    find,
    remember(request, ask) {
      const path = pathOf(folder, request);
      const known = underWay.get(path) ??
        findOrAsk(path, request, ask).finally(() => underWay.delete(path));
      underWay.set(path, known);
      return known;
    },
  };
}

function pathOf(folder: string, { baseUrl, body }: CachedRequest): string {
  const hash = createHash("sha256").update(JSON.stringify([baseUrl, body])).digest("hex");
  return join(folder, hash.slice(0, 2), `${hash}.json`);
}

async function readKept(folder: string, request: CachedRequest): Promise<RawAnswer> {
  const path = pathOf(folder, request);
  try {
    const kept = parseKept(await Deno.readTextFile(path), `the kept answer ${path}`);
    if (pathOf(folder, kept) === path) return kept.answer;
    throw new SyntaxError(`Cannot read the kept answer ${path}: it answers another request`);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new SyntaxError(
      `${cause.message}; it may have cost money, so it stays as it is: put back a copy of it, or ` +
        "remove it to ask again",
      { cause },
    );
  }
}

/** Reads a sealed answer, or one of the older form without a digest. */
function parseKept(text: string, source: string): CachedRequest & { readonly answer: RawAnswer } {
  const value = parseJson(text, source);
  const isOld = isObject(value) && value.sha256 === undefined;
  const kept = isOld ? value : parseSealed(text, source);
  if (isKept(kept)) return kept;
  throw new SyntaxError(`Cannot read ${source}: expected baseUrl, body and answer`);
}

function isKept(value: unknown): value is CachedRequest & { readonly answer: RawAnswer } {
  return isObject(value) && typeof value.baseUrl === "string" && isObject(value.body) &&
    isObject(value.answer);
}
