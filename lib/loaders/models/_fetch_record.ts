import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import type { AnnouncedFile } from "lib/loaders/models/_hub_snapshot.ts";
import { readOrMake } from "lib/storage/damage.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";

/** What is known of the files in a folder of `data/models`. */
export interface FetchRecord {
  /** The commit that all of them are of; missing where one of them is of another origin. */
  readonly commit?: string;
  /** Names of all files that the hub has at that commit. */
  readonly names: readonly string[];
  /** The files that were fetched or checked, by name. */
  readonly files: Readonly<Record<string, RecordedFile>>;
}

/** A file as it was when it was fetched or checked. */
export interface RecordedFile extends AnnouncedFile {
  readonly bytes: number;
}

/** The file beside a model's own that holds the record. */
const RECORD_FILE = ".fetched.json";

const NOTHING: FetchRecord = { names: [], files: {} };

/** Reads the record of a folder; a damaged one is set aside, and the files count as unchecked. */
export async function readRecord(folder: string): Promise<FetchRecord> {
  const path = join(folder, RECORD_FILE);
  return await readOrMake({
    path,
    read: async () => parse(parseSealed(await Deno.readTextFile(path), path), path),
    make: () => Promise.resolve(NOTHING),
  });
}

/** Writes the record of a folder, where it can be written. */
export async function keepRecord(folder: string, record: FetchRecord): Promise<void> {
  await keepIfPossible(() => writeAtomic(join(folder, RECORD_FILE), sealed(record)));
}

/** Whether a file is there and as long as it was when it was recorded. */
export async function isRecorded(
  { files }: FetchRecord,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<boolean> {
  const recorded = files[name];
  const path = join(folder, name);
  if (recorded === undefined || !await exists(path)) return false;
  return (await Deno.stat(path)).size === recorded.bytes;
}

function parse(content: unknown, path: string): FetchRecord {
  if (isObject(content) && Array.isArray(content.names) && isObject(content.files)) {
    const { commit, names, files } = content;
    return {
      commit: typeof commit === "string" ? commit : undefined,
      names,
      files: files as FetchRecord["files"],
    };
  }
  throw new SyntaxError(`Cannot read ${path}: expected names and files`);
}
