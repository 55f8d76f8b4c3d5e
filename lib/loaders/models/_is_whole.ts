import { FIELD_START, readField } from "lib/loaders/models/_protobuf_field.ts";
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

/** Whether fields of a message fill a file exactly. */
async function isProtobuf(path: string): Promise<boolean> {
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const buffer = new Uint8Array(FIELD_START);
  let at = 0;
  while (at < size) {
    await file.seek(at, Deno.SeekMode.Start);
    const field = readField(buffer.subarray(0, await file.read(buffer) ?? 0));
    if (field === undefined) return false;
    at += field.end;
  }
  return size > 0 && at === size;
}
