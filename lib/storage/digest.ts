import { createHash, type Hash } from "node:crypto";

/**
 * SHA-256 in hex of a value as JSON would hold it, whatever order its fields stand in; fields that
 * are undefined count as missing. Typed arrays count by their type, length and bytes.
 *
 * @throws {TypeError} when it holds a number that is not finite, or what is no data
 * @example `digestOf({ b: 1, a: [2] }) === digestOf({ a: [2], b: 1 })`
 */
export function digestOf(value: unknown): string {
  const hash = createHash("sha256");
  feed(hash, value);
  return hash.digest("hex");
}

/** Hexadecimal digits that tell folders apart: 48 bits. */
const SHORT = 12;

/** The start of `digestOf`, short enough for a folder's name. */
export function shortDigestOf(value: unknown): string {
  return digestOf(value).slice(0, SHORT);
}

/** SHA-256 in hex of bytes. */
export function digestOfBytes(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function feed(hash: Hash, value: unknown): void {
  if (value === null || value === undefined) hash.update("null");
  else if (typeof value === "string" || typeof value === "boolean") {
    hash.update(JSON.stringify(value));
  } else if (typeof value === "number" && Number.isFinite(value)) {
    hash.update(JSON.stringify(value));
  } else if (Array.isArray(value)) feedItems(hash, value);
  else if (ArrayBuffer.isView(value)) feedBytes(hash, value);
  else if (isPlainObject(value)) feedFields(hash, value);
  else throw new TypeError(`Cannot take a digest: expected data that JSON can hold, got ${value}`);
}

function feedItems(hash: Hash, items: readonly unknown[]): void {
  hash.update("[");
  for (const item of items) {
    feed(hash, item);
    hash.update(",");
  }
  hash.update("]");
}

function feedFields(hash: Hash, fields: Readonly<Record<string, unknown>>): void {
  hash.update("{");
  for (const name of Object.keys(fields).sort()) {
    if (fields[name] === undefined) continue;
    hash.update(`${JSON.stringify(name)}:`);
    feed(hash, fields[name]);
    hash.update(",");
  }
  hash.update("}");
}

function feedBytes(hash: Hash, view: ArrayBufferView): void {
  const kind = Object.prototype.toString.call(view).slice("[object ".length, -1);
  hash.update(`${kind} ${view.byteLength}:`);
  hash.update(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
