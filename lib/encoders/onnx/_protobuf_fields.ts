import { Buffer } from "node:buffer";
import protobuf from "protobufjs";

/** One field of a protobuf message as it lies in the file. */
export interface RawField {
  readonly number: number;
  /** The whole field, its tag included. */
  readonly bytes: Uint8Array;
}

const LENGTH_DELIMITED = 2; // the wire type of bytes, texts and messages

/**
 * Cuts a message into its fields without reading or copying what they hold.
 *
 * @throws {Error} when the bytes end within a field or are no protobuf
 */
export function splitFields(message: Uint8Array): RawField[] {
  const reader = protobuf.Reader.create(message);
  const fields: RawField[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const tag = reader.uint32();
    reader.skipType(tag & 7);
    fields.push({ number: tag >>> 3, bytes: message.subarray(start, reader.pos) });
  }
  return fields;
}

/** What a field of bytes or a nested message holds. */
export function contentOf(field: RawField): Uint8Array {
  const reader = protobuf.Reader.create(field.bytes);
  reader.uint32(); // the tag
  return reader.bytes();
}

/** Makes a field of bytes or a nested message. */
export function fieldOf(number: number, content: Uint8Array): RawField {
  const tag = number << 3 | LENGTH_DELIMITED;
  const header = protobuf.Writer.create().uint32(tag).uint32(content.length).finish();
  return { number, bytes: Buffer.concat([header, content]) };
}

/** Puts fields together to a message. */
export function joinFields(fields: readonly RawField[]): Uint8Array {
  return Buffer.concat(fields.map(({ bytes }) => bytes));
}
