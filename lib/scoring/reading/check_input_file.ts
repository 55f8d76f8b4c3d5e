/** An input that cannot be scored, and why. */
export class InputError extends Error {
  override readonly name = "InputError";

  /**
   * @param input the file, or what else the input is called
   * @param reason what was expected and what was found, in one line
   */
  constructor(readonly input: string, readonly reason: string, options?: ErrorOptions) {
    super(`Cannot score ${JSON.stringify(input)}: ${reason}`, options);
  }
}

/**
 * Makes sure that a path names a file that can be read to its end: no folder, device or pipe.
 *
 * @throws {InputError} when it does not, or the file is too large
 */
export async function checkInputFile(
  path: string,
  { maxBytes }: { readonly maxBytes: number },
): Promise<void> {
  const { isFile, isDirectory, size } = await opened(path);
  if (isDirectory) throw new InputError(path, "expected a file, got a folder");
  if (!isFile) {
    throw new InputError(path, "expected a file, got a device or a pipe; for text use - instead");
  }
  if (size > maxBytes) {
    throw new InputError(path, `expected at most ${maxBytes} bytes, got ${size}`);
  }
}

/** Opens the file, but no pipe, for that would wait for a writer. */
async function opened(path: string): Promise<Deno.FileInfo> {
  try {
    const info = await Deno.stat(path);
    if (info.isFile) (await Deno.open(path)).close();
    return info;
  } catch (cause) {
    throw new InputError(path, reasonOf(cause), { cause });
  }
}

/** The system's reason in a word or two. */
function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "expected a file, found nothing there";
  if (error instanceof Deno.errors.PermissionDenied) return "expected a readable file, got none";
  if (error instanceof Deno.errors.NotADirectory) return "expected a file, got a path through one";
  const message = error instanceof Error ? error.message : String(error);
  return `expected a readable file, got: ${message.split(/[:(\n]/)[0]!.trim()}`;
}
