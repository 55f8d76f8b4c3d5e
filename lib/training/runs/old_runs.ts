import { join } from "node:path";
import { exists } from "lib/files.ts";
import { sayOnce } from "lib/progress.ts";
import { RUN_FILE } from "lib/training/runs/run_record.ts";

/** The start of a digest, by which folders' names end that tell what they were made from. */
const KEYED = /-[0-9a-f]{12}$/;

/** How names end of what was set aside or is being removed. */
const ASIDE = /\.(damaged(-\d+)?|removed)$/;

/** Whether a folder holds training whose name tells nothing of what it was made from. */
async function isOldRun(folder: string): Promise<boolean> {
  if (KEYED.test(folder) || await exists(join(folder, RUN_FILE))) return false;
  return await exists(join(folder, "checkpoint.safetensors")) ||
    await exists(join(folder, "journal.jsonl"));
}

/** Most names that a sentence lists. */
const NAMED = 5;

/** Names, once, what training of an older form left in a folder of runs: it is neither used nor touched. */
export async function nameOldRuns(parent: string): Promise<void> {
  if (!await exists(parent)) return;
  const entries = await Array.fromAsync(Deno.readDir(parent));
  const journals = new Set(entries.filter(({ isFile }) => isFile).map(({ name }) => name));
  const folders = entries.filter(({ isDirectory, name }) => isDirectory && !ASIDE.test(name));
  const old: string[] = [];
  for (const { name } of folders.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
    const isOldSweep = journals.has(`${name}.jsonl`); // how a sweep's journal lay beside its trials
    if (isOldSweep || await isOldRun(join(parent, name))) old.push(name);
  }
  if (old.length === 0) return;
  const more = old.length > NAMED ? ` and ${old.length - NAMED} more` : "";
  sayOnce(
    `${parent}: not used, since nothing tells what they were trained with: ` +
      `${old.slice(0, NAMED).join(", ")}${more}; ` +
      "`deno task runs` lists them and removes them when asked",
  );
}
