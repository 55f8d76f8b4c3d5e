import { openSafetensors } from "lib/storage/safetensors.ts";

/**
 * Whether a model's file is as long as its own format says: JSON closes what it opens, safetensors and
 * ONNX hold the lengths of what they are made of. Nothing is known of other files, which count as whole.
 *
 * @param options.name the name by which its format is told, where it does not have it yet
 */
export async function isWhole(
  path: string,
  { name = path }: { readonly name?: string } = {},
): Promise<boolean> {
  if (name.endsWith(".json")) return isJson(await Deno.readTextFile(path));
  if (name.endsWith(".safetensors")) return await isSafetensors(path);
  if (name.endsWith(".onnx")) return await isProtobuf(path);
  return true;
}

/** Whether a file's format tells its length. */
export function tellsItsLength(path: string): boolean {
  return /\.(json|safetensors|onnx)$/.test(path);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function isSafetensors(path: string): Promise<boolean> {
  try {
    await openSafetensors(path);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The longest a field's tag and length can be, each a varint. */
const FIELD_START = 20;

/** Whether fields of a message (https://protobuf.dev/programming-guides/encoding) fill a file exactly. */
async function isProtobuf(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const buffer = new Uint8Array(FIELD_START);
  let at = 0;
  while (at < size) {
    await file.seek(at, Deno.SeekMode.Start);
    const length = fieldLength(buffer.subarray(0, await file.read(buffer) ?? 0));
    if (length === undefined) return false;
    at += length;
  }
  return size > 0 && at === size;
}

/** Bytes of the field that begins with these, its tag included; nothing where none does. */
function fieldLength(bytes: Uint8Array): number | undefined {
  const tag = readVarint(bytes, 0);
  if (!tag || tag.value < 8) return undefined; // fields are numbered from 1
  const type = tag.value % 8;
  if (type === 1 || type === 5) return tag.end + (type === 1 ? 8 : 4);
  const value = readVarint(bytes, tag.end);
  if (!value) return undefined;
  if (type === 0) return value.end;
  return type === 2 ? value.end + value.value : undefined;
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
