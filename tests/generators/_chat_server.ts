import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** A request as the server got it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  /** The body as it came. */
  readonly text: string;
  /** The body as JSON, if it is. */
  readonly body: Record<string, unknown>;
  readonly headers: IncomingMessage["headers"];
  /** How often this body has come, this time included. */
  readonly attempt: number;
}

/** What the server does with a request; `charged` ones are on its bill. */
export type Reply =
  | {
    readonly status?: number;
    readonly headers?: Record<string, string>;
    readonly body: unknown;
    readonly charged?: boolean;
  }
  | { readonly drop: true }
  /** Sends headers and half of an answer, then nothing. */
  | { readonly hang: true };

/** A server on loopback that speaks the chat API as a script tells it to. */
export interface ChatServer {
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  /** Looks at single models, which are no requests to the script. */
  readonly looks: readonly ReceivedRequest[];
  /** How often each charged body was charged, by its SHA-256. */
  readonly charges: ReadonlyMap<string, number>;
  /** Most requests under way at a time so far. */
  maxUnderWay(): number;
  close(): Promise<void>;
}

/** How a server takes its time. */
export interface ChatServerOptions {
  /** Between a request and its answer. @default 0 */
  readonly delayMs?: number;
  /** Answers nobody but the first until so many requests are under way at a time. @default 1 */
  readonly gather?: number;
  /** What a look at a single model, `GET /models/{id}`, is answered. @default 404 */
  readonly model?: (request: ReceivedRequest) => Reply;
}

const NO_MODEL = () => apiError(404, { message: "No such model", code: "model_not_found" });

/** Starts a server that answers by a script. */
export async function startChatServer(
  script: (request: ReceivedRequest) => Reply,
  { delayMs = 0, gather = 1, model = NO_MODEL }: ChatServerOptions = {},
): Promise<ChatServer> {
  const gathered = Promise.withResolvers<void>();
  const requests: ReceivedRequest[] = [];
  const looks: ReceivedRequest[] = [];
  const charges = new Map<string, number>();
  const attempts = new Map<string, number>();
  const underWay = new Set<ServerResponse>();
  let most = 0;

  function look(incoming: IncomingMessage, response: ServerResponse) {
    const { method = "", url: path = "", headers } = incoming;
    const request = { method, path, text: "", body: {}, headers, attempt: looks.length + 1 };
    looks.push(request);
    send(model(request), response);
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse) {
    underWay.add(response);
    response.on("close", () => underWay.delete(response));
    most = Math.max(most, underWay.size);
    if (most >= gather) gathered.resolve();
    const text = (await Array.fromAsync(incoming, String)).join("");
    const hash = createHash("sha256").update(text).digest("hex");
    const attempt = (attempts.get(hash) ?? 0) + 1;
    attempts.set(hash, attempt);
    const { method = "", url: path = "", headers } = incoming;
    const body = headers["content-type"] === "application/json" ? JSON.parse(text) : {};
    const request = { method, path, text, body, headers, attempt };
    requests.push(request);
    if (requests.length > 1) await gathered.promise;
    if (delayMs > 0) await wait(delayMs);
    const reply = script(request);
    if ("hang" in reply || "body" in reply && reply.charged) {
      charges.set(hash, (charges.get(hash) ?? 0) + 1);
    }
    underWay.delete(response); // before its caller can know and ask for more
    send(reply, response);
  }

  const server = createServer((incoming, response) => {
    if (incoming.method === "GET" && /\/models\/[^/]+$/.test(incoming.url ?? "")) {
      look(incoming, response);
      return;
    }
    handle(incoming, response).catch((error) => {
      if (!incoming.destroyed) throw error; // else the caller has gone away meanwhile
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    looks,
    charges,
    maxUnderWay: () => most,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function send(reply: Reply, response: ServerResponse): void {
  if ("drop" in reply) {
    response.socket?.destroy();
    return;
  }
  response.setHeader("content-type", "application/json");
  if ("hang" in reply) {
    response.write('{"choices": [{"mess');
    return;
  }
  const { status = 200, headers = {}, body } = reply;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

/** What a server counted. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly prompt_tokens_details?: {
    readonly cached_tokens?: number;
    readonly cache_write_tokens?: number;
  };
  readonly completion_tokens_details?: { readonly reasoning_tokens: number };
}

/** A whole chat completion that says a text. */
export function completion(
  content: string | null,
  more: {
    refusal?: string;
    finishReason?: string;
    logprobs?: unknown;
    usage?: Usage;
    /** Fields beside `content`, such as `reasoning`. */
    beside?: Readonly<Record<string, unknown>>;
  } = {},
): Reply {
  const { refusal, finishReason = "stop", logprobs, usage, beside = {} } = more;
  const message = { role: "assistant", content, refusal: refusal ?? null, ...beside };
  const choice = { index: 0, message, finish_reason: finishReason, logprobs: logprobs ?? null };
  const answer = { id: "chatcmpl-1", object: "chat.completion", created: 0, model: "m" };
  return { body: { ...answer, choices: [choice], usage }, charged: true };
}

/** An error as OpenAI words one. */
export function apiError(
  status: number,
  error: { message: string; code?: string; type?: string; param?: string },
  headers: Record<string, string> = {},
): Reply {
  return { status, headers, body: { error: { code: null, type: null, param: null, ...error } } };
}

/** Scores that a body decides, so that the same question has the same answer. */
export function scoresFor(text: string): { virality: number; engagement: number } {
  const digest = createHash("sha256").update(text).digest();
  return { virality: digest[0]! % 101, engagement: digest[1]! % 101 };
}
