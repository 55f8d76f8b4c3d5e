/** One end of a ZeroMQ connection. */
export interface ZmtpSocket {
  /** Sends one message of several frames. */
  send(frames: readonly Uint8Array[]): Promise<void>;
  /** Yields messages until either side closes. */
  messages(): AsyncGenerator<Uint8Array[]>;
  close(): void;
}

/** Whom `connectZmtp` calls, and as what. */
export interface ZmtpOptions {
  readonly hostname: string;
  readonly port: number;
  /** `DEALER` asks and is answered; `SUB` hears everything published. */
  readonly type: "DEALER" | "SUB";
}

const MORE = 1;
const LONG = 2;
const COMMAND = 4;
const GREETING_BYTES = 64;
const VERSION_BYTE = 10;

/**
 * Connects to a listening ZeroMQ socket by ZMTP 3.0 without encryption (mechanism NULL).
 *
 * In TypeScript, because the native binding (npm:zeromq 6.8) crashes Deno 2.9 with a segmentation
 * fault after a few hundred messages. Source: https://rfc.zeromq.org/spec/23/
 *
 * @throws {Deno.errors.ConnectionRefused} when nothing listens
 * @throws {SyntaxError} when what listens does not speak ZMTP 3
 */
export async function connectZmtp(options: ZmtpOptions): Promise<ZmtpSocket> {
  const { hostname, port, type } = options;
  const connection = await Deno.connect({ hostname, port });
  try {
    const writer = connection.writable.getWriter();
    const read = byteReader(connection.readable);
    await writer.write(join([greeting(), frame(readyCommand(type), COMMAND)]));
    checkGreeting(await read(GREETING_BYTES), `${hostname}:${port}`);
    if (type === "SUB") await writer.write(frame(Uint8Array.of(1), 0)); // 1: subscribe, to any topic
    return {
      send: (frames) => {
        const last = frames.length - 1;
        return writer.write(join(frames.map((body, i) => frame(body, i < last ? MORE : 0))));
      },
      messages: () => readMessages(read),
      close: () => close(connection),
    };
  } catch (error) {
    close(connection);
    throw error;
  }
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error; // the other side was first
  }
}

/** Reads an exact number of bytes, or nothing if the stream ends before them. */
type ReadBytes = (length: number) => Promise<Uint8Array | undefined>;

function byteReader(stream: ReadableStream<Uint8Array>): ReadBytes {
  const reader = stream.getReader();
  let buffered: Uint8Array = new Uint8Array(0);
  return async (length) => {
    while (buffered.length < length) {
      const { value } = await reader.read();
      if (value === undefined) return undefined;
      buffered = join([buffered, value]);
    }
    const bytes = buffered.subarray(0, length);
    buffered = buffered.subarray(length);
    return bytes;
  };
}

async function* readMessages(read: ReadBytes): AsyncGenerator<Uint8Array[]> {
  for (let frames: Uint8Array[] = [];;) {
    const flags = (await read(1))?.[0];
    if (flags === undefined) return;
    const size = await read(flags & LONG ? 8 : 1);
    const body = size && await read(toNumber(size));
    if (body === undefined) return;
    if (flags & COMMAND) continue; // READY; nothing else has a meaning for these sockets
    frames.push(body);
    if (flags & MORE) continue;
    yield frames;
    frames = [];
  }
}

function greeting(): Uint8Array {
  const bytes = new Uint8Array(GREETING_BYTES);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[VERSION_BYTE] = 3;
  bytes.set(new TextEncoder().encode("NULL"), 12);
  return bytes;
}

function checkGreeting(bytes: Uint8Array | undefined, address: string): void {
  if (bytes?.[0] !== 0xff || bytes[VERSION_BYTE]! < 3) {
    throw new SyntaxError(
      `Cannot talk to ${address}: expected a ZMTP 3 greeting, got ` +
        (bytes ? `bytes ${bytes.subarray(0, VERSION_BYTE + 1)}` : "the end of the connection"),
    );
  }
}

/** `READY` with the one property every peer needs. */
function readyCommand(type: string): Uint8Array {
  const encoder = new TextEncoder();
  const value = encoder.encode(type);
  return join([
    encoder.encode("\x05READY\x0bSocket-Type"),
    Uint8Array.of(0, 0, 0, value.length),
    value,
  ]);
}

function frame(body: Uint8Array, flags: number): Uint8Array {
  if (body.length < 256) return join([Uint8Array.of(flags, body.length), body]);
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(body.length));
  return join([Uint8Array.of(flags | LONG), size, body]);
}

function toNumber(bigEndian: Uint8Array): number {
  return bigEndian.reduce((value, byte) => value * 256 + byte, 0);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  for (let i = 0, at = 0; i < parts.length; at += parts[i++]!.length) whole.set(parts[i]!, at);
  return whole;
}
