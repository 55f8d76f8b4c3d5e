import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ChatBody } from "lib/generators/chat_body.ts";
import type { RawAnswer } from "lib/generators/chat_client.ts";
import { exists, writeAtomic } from "lib/files.ts";

/** All that decides an answer: the server and the whole request, the sample's number among it. */
export interface CachedRequest {
  readonly baseUrl: string;
  readonly body: ChatBody;
}

/** Raw answers on disk, so that none is asked for twice and a graph can be drawn again offline. */
export interface AnswerCache {
  readonly folder: string;
  /** Whether a request was answered before. */
  has(request: CachedRequest): Promise<boolean>;
  /**
   * The answer that is kept, or that `ask` gets and that is then kept; the same request from two
   * callers at a time is asked once.
   *
   * @throws {SyntaxError} when a kept answer is damaged; its file can be removed
   */
  remember(request: CachedRequest, ask: () => Promise<RawAnswer>): Promise<RawAnswer>;
}

/** Opens a folder of answers, each in a file named by the SHA-256 of its request. */
export function openAnswerCache(folder: string): AnswerCache {
  const underWay = new Map<string, Promise<RawAnswer>>();

  async function readOrAsk(path: string, request: CachedRequest, ask: () => Promise<RawAnswer>) {
    if (await exists(path)) return await readKept(path);
    const answer = await ask();
    await writeAtomic(path, JSON.stringify({ ...request, answer }) + "\n");
    return answer;
  }

  return {
    folder,
    has: (request) => exists(pathOf(folder, request)),
    remember(request, ask) {
      const path = pathOf(folder, request);
      const known = underWay.get(path) ??
        readOrAsk(path, request, ask).finally(() => underWay.delete(path));
      underWay.set(path, known);
      return known;
    },
  };
}

function pathOf(folder: string, { baseUrl, body }: CachedRequest): string {
  const hash = createHash("sha256").update(JSON.stringify([baseUrl, body])).digest("hex");
  return join(folder, hash.slice(0, 2), `${hash}.json`);
}

async function readKept(path: string): Promise<RawAnswer> {
  try {
    return JSON.parse(await Deno.readTextFile(path)).answer;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new SyntaxError(`Cannot read the kept answer ${path}: expected JSON`, { cause });
  }
}
