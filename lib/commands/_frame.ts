import { writeSync } from "node:fs";
import process from "node:process";
import { describeError, type DescribeOptions, exitCodeOf } from "lib/commands/_describe_error.ts";
import { standardOutputError } from "lib/commands/_print.ts";

export interface FrameOptions extends DescribeOptions {
  /** Writes for whoever started the command. @default to standard error */
  readonly complain?: (text: string) => void;
}

/** Runs a command, and turns what it throws into one sentence and an exit code. */
export async function framed(
  work: () => Promise<number>,
  options: FrameOptions,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    return ended(error, options);
  }
}

/**
 * Ends this process by one sentence where an error reaches nobody: one that is thrown outside of what
 * the command awaits, or standard output that can no longer be written. A reader that has seen enough,
 * as `head` does, is none.
 */
export function endOnStrayErrors(options: FrameOptions): void {
  const end = (event: Event, error: unknown) => {
    event.preventDefault();
    exitWith(ended(error, options));
  };
  globalThis.addEventListener("unhandledrejection", (event) => end(event, event.reason));
  globalThis.addEventListener("error", (event) => end(event, event.error));
  process.stdout.on("error", (error: Error & { readonly code?: string }) => {
    if (error.code === "EPIPE") process.exit(0);
    process.exit(ended(standardOutputError(error), options));
  });
}

/** Ends this process when all that was printed is with the system. */
export function exitWith(code: number): void {
  process.exitCode = code; // the write below is never called back where one before it has failed
  process.stdout.write("", () => process.exit(code));
}

function ended(error: unknown, options: FrameOptions): number {
  const { complain = toStandardError } = options;
  complain(describeError(error, options));
  return exitCodeOf(error);
}

function toStandardError(text: string): void {
  try {
    writeSync(2, text);
  } catch { // nobody listens
  }
}
