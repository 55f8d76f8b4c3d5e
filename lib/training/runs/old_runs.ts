import { join } from "node:path";
import { exists } from "lib/files.ts";
import { sayOnce } from "lib/progress.ts";
import { RUN_FILE } from "lib/training/runs/run_record.ts";

/** The start of a digest, by which folders' names end that tell what they were made from. */
const KEYED = /-[0-9a-f]{12}$/;

/** Whether a folder holds training whose name tells nothing of what it was made from. */
export async function isOldRun(folder: string): Promise<boolean> {
  if (KEYED.test(folder) || await exists(join(folder, RUN_FILE))) return false;
  return await exists(join(folder, "checkpoint.safetensors")) ||
    await exists(join(folder, "journal.jsonl"));
}

/** Names, once, the runs of an older form in a folder of runs: they are neither used nor touched. */
export async function nameOldRuns(parent: string): Promise<void> {
  if (!await exists(parent)) return;
  const folders = (await Array.fromAsync(Deno.readDir(parent)))
    .filter(({ isDirectory, name }) => isDirectory && !/\.damaged(-\d+)?$/.test(name))
    .map(({ name }) => name).sort();
  const old: string[] = [];
  for (const name of folders) if (await isOldRun(join(parent, name))) old.push(name);
  if (old.length === 0) return;
  sayOnce(
    `${parent}: not used, since nothing tells what they were trained with: ${old.join(", ")}; ` +
      "`deno task runs` lists them and removes them when asked",
  );
}
