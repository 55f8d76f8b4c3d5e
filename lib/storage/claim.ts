import { dirname } from "node:path";
import { writingTo } from "lib/files.ts";
import { say } from "lib/progress.ts";

/** The right to work on something that other processes leave alone meanwhile. */
export interface Claim {
  /** Gives it back; the lock's file goes away. */
  release(): Promise<void>;
}

/**
 * Claims what a lock file stands for, or returns nothing while another process holds it.
 *
 * The operating system frees the claim of a process that dies, however it dies.
 *
 * @throws {UnwritableError} when the lock file cannot be made
 */
export async function tryClaim(lockPath: string): Promise<Claim | undefined> {
  for (;;) {
    const file = await openLock(lockPath);
    if (!await file.tryLock(true)) {
      file.close();
      return undefined;
    }
    if (await isCurrent(file, lockPath)) return { release: () => release(file, lockPath) };
    file.close(); // the last holder removed the file between our open and our lock
  }
}

/**
 * Waits until no process holds a claim.
 *
 * @throws {UnwritableError} when the lock file cannot be made
 */
export async function untilFree(lockPath: string): Promise<void> {
  const file = await openLock(lockPath);
  await file.lock(true);
  await release(file, lockPath);
}

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

function openLock(path: string): Promise<Deno.FsFile> {
  return writingTo(path, () => Deno.open(path, { write: true, create: true }));
}

async function release(file: Deno.FsFile, lockPath: string) {
  if (await isCurrent(file, lockPath)) await Deno.remove(lockPath);
  file.close();
}

async function isCurrent(file: Deno.FsFile, lockPath: string): Promise<boolean> {
  try {
    const [ours, onDisk] = [await file.stat(), await Deno.stat(lockPath)];
    return ours.ino === onDisk.ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
