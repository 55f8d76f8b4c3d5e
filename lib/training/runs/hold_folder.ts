import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { writingTo } from "lib/files.ts";
import { say } from "lib/progress.ts";
import { type Claim, tryClaim } from "lib/storage/claim.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

/**
 * Works in a folder while other processes leave it alone; where one is at it already, says so and
 * waits for it to end. Where nothing can be written, nobody is kept away.
 */
export async function holdFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  let claim: Claim | undefined;
  await keepIfPossible(async () => {
    await writingTo(folder, () => Deno.mkdir(dirname(folder), { recursive: true }));
    claim = await tryClaim(lockOf(folder)) ?? await waitForClaim(folder);
  });
  try {
    return await work();
  } finally {
    await claim?.release();
  }
}

/** The file whose lock says that a process works in a folder. */
export function lockOf(folder: string): string {
  return `${folder}.lock`;
}

const POLL_MS = 500;
/** Looks between two signs that the other process goes on, a minute. */
const LOOKS = 120;

async function waitForClaim(folder: string): Promise<Claim> {
  say(`${basename(folder)}: another process is at it; waiting until it ends`);
  let shown = await journalBytes(folder);
  for (let look = 1;; look++) {
    await delay(POLL_MS);
    const claim = await tryClaim(lockOf(folder));
    if (claim) return claim;
    if (look % LOOKS !== 0) continue;
    const bytes = await journalBytes(folder);
    if (bytes !== shown) say(`${basename(folder)}: the other process goes on; still waiting`);
    shown = bytes;
  }
}

/** By which the other process' progress is told. */
async function journalBytes(folder: string): Promise<number> {
  const stat = await Deno.stat(join(folder, "journal.jsonl")).catch(() => undefined);
  return stat?.size ?? 0;
}
