import type { Answer, Fault } from "./_hub_answers.ts";

/** A request as it came. */
export interface RawRequest {
  readonly url: URL;
  readonly headers: Headers;
}

/** An answer, and what goes wrong while it is sent. */
export interface RawReply extends Answer {
  readonly mishap?: Fault["mishap"];
}

/** A server that answers one request a connection, and may break every rule of HTTP in doing so. */
export interface RawServer extends AsyncDisposable {
  readonly origin: string;
}

/**
 * Starts a server on a port that is free.
 *
 * @param onStuck told of each connection that is left without an answer or an end
 */
export function startRawServer(
  answer: (request: RawRequest) => RawReply | Promise<RawReply>,
  onStuck: () => void,
): RawServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const origin = `http://127.0.0.1:${listener.addr.port}`;
  const open = new Set<Deno.Conn>();
  const running: Promise<void>[] = [];
  const serve = async (connection: Deno.Conn) => {
    open.add(connection);
    try {
      const request = await readRequest(connection, origin);
      if (request) await reply(connection, await answer(request), onStuck);
    } catch { // the client has gone
    } finally {
      open.delete(connection);
      close(connection);
    }
  };
  const accept = async () => {
    for await (const connection of listener) running.push(serve(connection));
  };
  const accepting = accept();
  return {
    origin,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) close(connection);
      await accepting;
      await Promise.all(running);
    },
  };
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch { // it is closed already
  }
}

async function readRequest(connection: Deno.Conn, origin: string): Promise<RawRequest | undefined> {
  const buffer = new Uint8Array(1 << 14);
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null) return undefined;
    head += new TextDecoder().decode(buffer.subarray(0, count));
  }
  const [first = "", ...lines] = head.split("\r\n\r\n")[0]!.split("\r\n");
  const headers = new Headers(lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  }));
  return { url: new URL(first.split(" ")[1] ?? "/", origin), headers };
}

async function reply(
  connection: Deno.Conn,
  { status, headers, body, mishap }: RawReply,
  onStuck: () => void,
): Promise<void> {
  if (mishap === "hang") return await hold(connection, onStuck);
  if (mishap === "no answer") return;
  const isHalf = mishap !== undefined && !["length too long", "altered"].includes(mishap);
  const sent = isHalf ? body.subarray(0, body.length >> 1) : altered(body, mishap);
  const framing = framingOf(body, mishap);
  const lines = Object.entries({ ...headers, ...framing, connection: "close" })
    .map(([name, value]) => `${name}: ${value}\r\n`);
  await write(connection, `HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n`);
  if (framing["transfer-encoding"]) await write(connection, `${sent.length.toString(16)}\r\n`);
  await write(connection, sent);
  if (framing["transfer-encoding"]) await write(connection, "\r\n0\r\n\r\n");
  if (mishap === "stall") await hold(connection, onStuck);
}

function altered(body: Uint8Array, mishap: Fault["mishap"]): Uint8Array {
  return mishap === "altered" ? body.with(0, body[0]! ^ 1) : body;
}

function framingOf(body: Uint8Array, mishap: Fault["mishap"]): Record<string, string> {
  if (mishap === "no length") return {};
  if (mishap === "chunks end early") return { "transfer-encoding": "chunked" };
  const length = mishap === "length too long"
    ? body.length + 1000
    : mishap === "length too short"
    ? body.length >> 1
    : body.length;
  return { "content-length": String(length) };
}

/** Waits until the client gives up. */
async function hold(connection: Deno.Conn, onStuck: () => void): Promise<void> {
  onStuck();
  while (await connection.read(new Uint8Array(1)) !== null);
}

async function write(connection: Deno.Conn, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}
