import { UnwritableError } from "lib/files.ts";
import { say } from "lib/progress.ts";

/** Causes that were named: a disk that refuses one file refuses others, which helps nobody to read. */
const named = new Set<unknown>();

/**
 * Does work that keeps something for later; where nothing can be written, goes on, and says so once
 * for each cause, however many files and folders are concerned.
 *
 * @returns whether it was done
 * @throws what the work throws beside UnwritableErrors
 */
export async function keepIfPossible(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    const cause = Object(error.cause).code;
    if (!named.has(cause)) say(`${error.message}; going on, but nothing is kept`);
    named.add(cause);
    return false;
  }
}
