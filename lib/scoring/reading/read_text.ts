import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import { decodeText } from "lib/loaders/captions/read_captions.ts";
import { InputError } from "lib/scoring/reading/input_error.ts";
import { checkInputFile } from "lib/scoring/reading/input_file.ts";

/** Bytes of a transcript or of captions that are read at most. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024;

/**
 * Reads a file of plain text, UTF-8 or UTF-16 with a byte order mark.
 *
 * @throws {InputError} when it is no readable file, too large or no text
 */
export async function readTextFile(path: string): Promise<string> {
  await checkInputFile(path, { maxBytes: MAX_TEXT_BYTES });
  using file = await Deno.open(path);
  return await readTextStream(file.readable, path);
}

/**
 * Reads plain text from a stream, such as standard input.
 *
 * @param source what it is called in errors
 * @throws {InputError} when it is too long or no text
 */
export async function readTextStream(
  stream: ReadableStream<Uint8Array>,
  source: string,
): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_TEXT_BYTES) {
      throw new InputError(source, `expected at most ${MAX_TEXT_BYTES} bytes of text, got more`);
    }
    chunks.push(Uint8Array.from(chunk));
  }
  return textOf(new Uint8Array(await new Blob(chunks).arrayBuffer()), source);
}

function textOf(bytes: Uint8Array, source: string): string {
  try {
    const text = decodeText(bytes, source);
    if (!text.includes("\0")) return text;
  } catch (cause) {
    if (!(cause instanceof CaptionsError)) throw cause;
    throw new InputError(source, cause.reason, { cause });
  }
  throw new InputError(source, "expected text, got NUL bytes as in a binary file");
}
