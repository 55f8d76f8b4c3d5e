import { dirname } from "node:path";
import { writingTo } from "lib/files.ts";
import { say } from "lib/progress.ts";
import { tryClaim, untilFree } from "lib/storage/claim.ts";

/**
 * Does work that one process at a time may do; where another is at it, waits for its end instead.
 *
 * @param lock the file that stands for the work; its folder is made if missing
 * @param doing what a process that waits says the other does, such as "renders the sample clips"
 * @returns whether it was done here
 * @throws {UnwritableError} when the lock's folder cannot be written
 * @throws what the work throws
 */
export async function underClaim(
  { lock, doing }: { readonly lock: string; readonly doing: string },
  work: () => Promise<void>,
): Promise<boolean> {
  const claim = await writingTo(lock, async () => {
    await Deno.mkdir(dirname(lock), { recursive: true });
    return await tryClaim(lock);
  });
  if (claim === undefined) {
    say(`Waiting for another process, which ${doing}`);
    await untilFree(lock);
    return false;
  }
  try {
    await work();
    return true;
  } finally {
    await claim.release();
  }
}
