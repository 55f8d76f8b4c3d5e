import { createHmac, timingSafeEqual } from "node:crypto";
import { isObject, type JsonObject } from "lib/json.ts";

/** Identifies a message and says what it is. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601. */
  readonly date: string;
  readonly version: string;
}

/** A message of the Jupyter protocol without its routing frames and binary buffers. */
export interface Message {
  readonly header: Header;
  /** Header of the request this answers; empty when nothing asked for it. */
  readonly parent: Partial<Header>;
  readonly content: JsonObject;
}

const DELIMITER = "<IDS|MSG>";

/** A new request of a session, as Jupyter's messaging protocol 5.3 words it. */
export function createRequest(
  type: string,
  { content, session }: { readonly content: JsonObject; readonly session: string },
): Message {
  const header = {
    msg_id: crypto.randomUUID(),
    msg_type: type,
    session,
    username: "viranova",
    date: new Date().toISOString(),
    version: "5.3",
  };
  return { header, parent: {}, content };
}

/**
 * Lays a message out as ZeroMQ frames: delimiter, signature, header, parent, metadata, content.
 *
 * The signature is `HMAC-SHA256(key, header + parent + metadata + content)` in hexadecimal; see
 * "The wire protocol" in Jupyter's messaging documentation.
 */
export function encodeMessage(message: Message, key: string): Uint8Array[] {
  const parts = [message.header, message.parent, {}, message.content].map((part) =>
    JSON.stringify(part)
  );
  const encoder = new TextEncoder();
  return [DELIMITER, sign(parts, key), ...parts].map((part) => encoder.encode(part));
}

/**
 * Reads a message out of its ZeroMQ frames.
 *
 * @throws {SyntaxError} when a frame is missing or is no JSON object
 * @throws {Deno.errors.PermissionDenied} when the signature is not that of the key
 */
export function decodeMessage(frames: readonly Uint8Array[], key: string): Message {
  const text = frames.map((frame) => new TextDecoder().decode(frame));
  const start = text.indexOf(DELIMITER);
  const [signature, ...parts] = text.slice(start + 1, start + 6);
  if (start < 0 || signature === undefined || parts.length < 4) {
    throw new SyntaxError(
      `Cannot read a kernel's message: expected ${DELIMITER} and 5 frames after it, ` +
        `got ${frames.length} frames`,
    );
  }
  const expected = new TextEncoder().encode(sign(parts, key));
  const given = new TextEncoder().encode(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Deno.errors.PermissionDenied(
      "Cannot trust a kernel's message: its signature is not made with this connection's key",
    );
  }
  const [header, parent, , content] = parts.map(parseObject);
  return { header: header as unknown as Header, parent: parent!, content: content! };
}

function sign(parts: readonly string[], key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) {
    throw new SyntaxError(`Cannot read a kernel's message: expected an object, got ${text}`);
  }
  return value;
}
