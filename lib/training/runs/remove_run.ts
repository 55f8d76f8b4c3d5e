import { exists, writingTo } from "lib/files.ts";
import { tryClaim } from "lib/storage/claim.ts";
import { lockOf } from "lib/training/runs/hold_folder.ts";
import { type ListedRun, REMOVED } from "lib/training/runs/list_runs.ts";

/**
 * Removes a run, unless a process works in it.
 *
 * It gets another name first, so that a removal that is cut short leaves no half of a run.
 *
 * @returns whether it was removed
 * @throws {UnwritableError} when the system refuses
 */
export async function removeRun({ paths, inUse }: ListedRun): Promise<boolean> {
  if (inUse) return false;
  const claim = await tryClaim(lockOf(paths[0]!));
  if (!claim) return false;
  try {
    for (const path of paths) await removePath(path);
    return true;
  } finally {
    await claim.release();
  }
}

async function removePath(path: string): Promise<void> {
  await writingTo(path, async () => {
    const gone = path.endsWith(REMOVED) ? path : `${path}${REMOVED}`;
    if (gone !== path) {
      if (await exists(gone)) await Deno.remove(gone, { recursive: true });
      await Deno.rename(path, gone);
    }
    await Deno.remove(gone, { recursive: true });
  });
}
