import process from "node:process";

/**
 * Prints a line for whoever started the command.
 *
 * @throws {Error} when standard output is a file that cannot be written
 */
export function print(line: string): void {
  printText(`${line}\n`);
}

/** Prints text as `print` does a line. */
export function printText(text: string): void {
  try {
    process.stdout.write(text);
  } catch (cause) {
    throw standardOutputError(cause);
  }
}

/** Says what it was that could not be written. */
export function standardOutputError(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`Cannot write to standard output: ${reason}`, { cause });
}
