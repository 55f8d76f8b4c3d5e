import { dirname } from "node:path";
import { writingTo } from "lib/files.ts";
import { type Ledger, openLedger } from "lib/generators/_ledger.ts";
import { tryClaim } from "lib/storage/claim.ts";

/**
 * Opens a ledger for one task, and no other process meanwhile.
 *
 * @throws {Deno.errors.Busy} when another run has the ledger
 * @throws {SyntaxError} when the ledger is damaged; it is left as it is
 * @throws {UnwritableError} when the ledger cannot be written
 */
export async function withLedger<T>(path: string, use: (ledger: Ledger) => Promise<T>): Promise<T> {
  await writingTo(path, () => Deno.mkdir(dirname(path), { recursive: true }));
  const claim = await tryClaim(`${path}.lock`);
  if (!claim) throw new Deno.errors.Busy(`Cannot spend from ${path}: another run does so just now`);
  try {
    const ledger = await openLedger(path);
    try {
      return await use(ledger);
    } finally {
      await ledger.close();
    }
  } finally {
    await claim.release();
  }
}
