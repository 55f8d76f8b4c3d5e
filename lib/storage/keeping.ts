import { UnwritableError } from "lib/files.ts";
import { sayOnce } from "lib/progress.ts";

/**
 * Does work that keeps something for later; where nothing can be written, says so once and goes on.
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
    sayOnce(`${error.message}; going on, but nothing is kept there`);
    return false;
  }
}
