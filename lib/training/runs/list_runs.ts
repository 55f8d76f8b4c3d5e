import { join } from "node:path";
import { exists, UnwritableError } from "lib/files.ts";
import { tryClaim } from "lib/storage/claim.ts";
import { readIntactEntries } from "lib/storage/journal.ts";
import { lockOf } from "lib/training/runs/hold_folder.ts";
import { readRunRecord, type RunAbout, type RunRecord } from "lib/training/runs/run_record.ts";
import type { TrainingEntry } from "lib/training/train_options.ts";

/** A run, a sweep or what is left of one, as it lies in the cache. */
export interface ListedRun {
  /** Its path in the cache, with forward slashes. */
  readonly name: string;
  /** All that belongs to it. */
  readonly paths: readonly string[];
  /** Missing where nothing tells what it was trained with. */
  readonly about?: RunAbout;
  /** Such as "finished", "stopped at step 340" or "damaged, set aside". */
  readonly state: string;
  /** Whether a process works in it at this moment. */
  readonly inUse: boolean;
  readonly bytes: number;
  /** When it was last used or changed, in milliseconds since 1970. */
  readonly usedMs: number;
}

/** The folders of the cache that hold runs, at whatever depth. */
const ROOTS = ["runs", "sweeps"];
/** A small encoder of an older form, whose folder told nothing of its texts. */
const OLD_ENCODER = "models/small-roberta";

/** Lists what training left in a cache, by name. */
export async function listRuns(cache: string): Promise<ListedRun[]> {
  const found: ListedRun[] = [];
  for (const root of ROOTS) await visit(cache, root, found);
  if (await exists(join(cache, OLD_ENCODER, "model.safetensors"))) {
    found.push(await describe(cache, OLD_ENCODER, { state: "not used" }));
  }
  return found.toSorted((a, b) => a.name < b.name ? -1 : 1);
}

async function visit(cache: string, name: string, found: ListedRun[]): Promise<void> {
  if (!await exists(join(cache, name))) return;
  for await (const entry of Deno.readDir(join(cache, name))) {
    if (!entry.isDirectory) continue;
    const child = `${name}/${entry.name}`;
    const run = await recognise(cache, child);
    if (run) found.push(run);
    else await visit(cache, child, found);
  }
}

/** What a folder is, or nothing where runs may lie deeper in it. */
async function recognise(cache: string, name: string): Promise<ListedRun | undefined> {
  const folder = join(cache, name);
  if (/\.damaged(-\d+)?$/.test(name)) {
    return await describe(cache, name, { state: "damaged, set aside" });
  }
  if (name.endsWith(REMOVED)) return await describe(cache, name, { state: "removed in part" });
  const record = await readRunRecord(folder).catch(() => undefined); // damaged: nothing is known
  if (record) return await describe(cache, name, { record, state: await stateOf(folder, record) });
  for (const file of ["run.json", "checkpoint.safetensors", "journal.jsonl"]) {
    if (await exists(join(folder, file))) return await describe(cache, name, { state: "not used" });
  }
  const journal = `${name}.jsonl`; // how a sweep's journal lay beside its trials
  if (!await exists(join(cache, journal))) return undefined;
  return await describe(cache, name, { state: "not used", more: [journal] });
}

/** How the name of what is being removed ends. */
export const REMOVED = ".removed";

async function stateOf(folder: string, { finished, steps }: RunRecord): Promise<string> {
  if (finished) return "finished";
  const entries = await readIntactEntries<TrainingEntry>(join(folder, "journal.jsonl"));
  return `stopped at step ${entries.at(-1)?.step ?? steps}`;
}

interface Known {
  readonly record?: RunRecord;
  readonly state: string;
  /** What lies beside the folder and belongs to it. */
  readonly more?: readonly string[];
}

async function describe(
  cache: string,
  name: string,
  { record, state, more = [] }: Known,
): Promise<ListedRun> {
  const paths = [name, ...more].map((path) => join(cache, path));
  const files = (await Promise.all(paths.map(filesIn))).flat();
  const isLock = ({ path }: FoundFile) => path.endsWith(".lock");
  const locks = files.filter(isLock).map(({ path }) => path);
  const inUse = await anyHeld([...paths.map(lockOf), ...locks]);
  const kept = files.filter((file) => !isLock(file));
  return {
    name,
    paths,
    about: record && { model: record.model, data: record.data, recipe: record.recipe },
    state: inUse ? "in use" : state,
    inUse,
    bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
    usedMs: Math.max(0, ...kept.map(({ modifiedMs }) => modifiedMs)),
  };
}

interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** A file, or all files in a folder; what vanishes meanwhile is left out. */
async function filesIn(path: string): Promise<FoundFile[]> {
  try {
    const { isDirectory, size, mtime } = await Deno.lstat(path);
    if (!isDirectory) return [{ path, bytes: size, modifiedMs: mtime?.getTime() ?? 0 }];
    const names = await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
    return (await Promise.all(names.map((name) => filesIn(join(path, name))))).flat();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Whether a process holds one of these locks; those that nobody holds are swept away. */
async function anyHeld(locks: readonly string[]): Promise<boolean> {
  for (const lock of locks) if (await exists(lock) && await isHeld(lock)) return true;
  return false;
}

async function isHeld(lock: string): Promise<boolean> {
  try {
    const claim = await tryClaim(lock);
    await claim?.release();
    return claim === undefined;
  } catch (error) {
    if (error instanceof UnwritableError) return false; // nobody can work where nothing can be written
    throw error;
  }
}
