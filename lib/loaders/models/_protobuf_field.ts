/** A field of a protobuf message (https://protobuf.dev/programming-guides/encoding), by its first bytes. */
export interface ProtobufField {
  readonly number: number;
  /** Bytes before its content: its tag, and the content's length where one is told. */
  readonly start: number;
  /** Bytes of all of it. */
  readonly end: number;
  /** Whether its content is told by a length: bytes, a text or a message. */
  readonly isDelimited: boolean;
}

/** The longest a field's tag and length can be, each a varint. */
export const FIELD_START = 20;

/** Reads how long the field is that begins with these bytes; nothing where none does. */
export function readField(bytes: Uint8Array): ProtobufField | undefined {
  const tag = readVarint(bytes, 0);
  if (!tag || tag.value < 8) return undefined; // fields are numbered from 1
  const [number, type] = [Math.floor(tag.value / 8), tag.value % 8];
  const fixed = { 1: 8, 5: 4 }[type];
  const isDelimited = type === 2;
  if (fixed !== undefined) return { number, start: tag.end, end: tag.end + fixed, isDelimited };
  const value = readVarint(bytes, tag.end);
  if (!value) return undefined;
  if (type === 0) return { number, start: tag.end, end: value.end, isDelimited };
  return isDelimited
    ? { number, start: value.end, end: value.end + value.value, isDelimited }
    : undefined;
}

function readVarint(
  bytes: Uint8Array,
  start: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let at = start, unit = 1; at < bytes.length && at < start + 10; at++, unit *= 128) {
    value += (bytes[at]! % 128) * unit;
    if (bytes[at]! < 128) return { value, end: at + 1 };
  }
  return undefined;
}
