/** Which bytes of a file. */
export interface ByteRange {
  /** The first, counted from 0. */
  readonly start: number;
  readonly length: number;
}

/**
 * Reads bytes of a file.
 *
 * @throws {SyntaxError} when it ends before them
 */
export async function readRange(
  path: string,
  { start, length }: ByteRange,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  using file = await Deno.open(path);
  await file.seek(start, Deno.SeekMode.Start);
  for (let at = 0; at < length;) {
    const count = await file.read(bytes.subarray(at));
    if (count === null) {
      throw new SyntaxError(
        `${path}: expected ${length} bytes at ${start}, the file ended at ${start + at}`,
      );
    }
    at += count;
  }
  return bytes;
}
