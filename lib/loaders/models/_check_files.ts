import { join } from "node:path";
import { exists } from "lib/files.ts";
import { contentDiffers } from "lib/loaders/models/_compare_content.ts";
import {
  type FetchRecord,
  isRecorded,
  keepRecord,
  type RecordedFile,
} from "lib/loaders/models/_fetch_record.ts";
import { type HubAccess, persistently } from "lib/loaders/models/_hub_access.ts";
import { HubFailure } from "lib/loaders/models/_hub_failure.ts";
import {
  type AnnouncedFile,
  fileAddress,
  type HubSnapshot,
  listSnapshot,
} from "lib/loaders/models/_hub_snapshot.ts";
import { isWhole, tellsItsLength } from "lib/loaders/models/_is_whole.ts";
import { lookAtFile } from "lib/loaders/models/_look_at_file.ts";
import { hashOf } from "lib/loaders/models/_partial_download.ts";
import { namesIn } from "lib/loaders/models/model_files.ts";
import type { ModelReference } from "lib/loaders/models/model_reference.ts";
import { setAside } from "lib/storage/damage.ts";

/** Which files of a folder are to be checked. */
export interface CheckFilesOptions {
  readonly reference: ModelReference;
  /** The model's folder below `data/models`. */
  readonly folder: string;
  readonly names: readonly string[];
  /** Missing where nothing may be asked. */
  readonly access?: HubAccess;
}

/**
 * Checks files that lie in `data/models` without a record, once: by size and hash where the hub says
 * them, else by the lengths that their formats hold. Those that are short are set aside; those that are
 * whole but not the hub's are somebody's own, and stay.
 *
 * @returns the record with the files that stayed
 */
export async function checkFiles(
  record: FetchRecord,
  { reference, folder, names, access }: CheckFilesOptions,
): Promise<FetchRecord> {
  const unknown: string[] = [];
  for (const name of names) {
    const isThere = await exists(join(folder, name));
    if (isThere && !await isRecorded(record, { folder, name })) unknown.push(name);
  }
  if (unknown.length === 0) return record;
  const revision = record.commit ?? reference.revision;
  const listed = { ...reference, revision };
  const snapshot = access && await ifPossible(() => listSnapshot(listed, access));
  const files: Record<string, RecordedFile> = { ...record.files };
  let isOfHub = snapshot !== undefined &&
    (Object.keys(files).length === 0 || record.commit === snapshot.commit);
  for (const name of unknown) {
    const announced = access && snapshot &&
      await announcedOf(name, { snapshot, reference, access });
    const checked = await check(join(folder, name), announced);
    if (checked) files[name] = checked.file;
    else delete files[name];
    isOfHub &&= checked?.isOfHub ?? true;
  }
  const checked: FetchRecord = isOfHub
    ? { files, commit: snapshot!.commit, names: [...snapshot!.files.keys()] }
    : { files, names: [] };
  if (Object.keys(files).length > 0) await keepRecord(folder, checked);
  return checked;
}

interface Checked {
  readonly file: RecordedFile;
  readonly isOfHub: boolean;
}

/** What a file that stays is; nothing for one that was set aside. */
async function check(
  path: string,
  announced: AnnouncedFile | undefined,
): Promise<Checked | undefined> {
  const { size: bytes } = await Deno.stat(path);
  const hasHash = announced !== undefined && hashOf(announced) !== undefined;
  const differs = announced && await contentDiffers(path, announced);
  if (hasHash && differs === undefined) return { file: { ...announced, bytes }, isOfHub: true };
  const isShort = tellsItsLength(path)
    ? !await isWhole(path)
    : announced?.bytes !== undefined && bytes < announced.bytes;
  if (!isShort) return { file: { bytes }, isOfHub: !hasHash && announced?.bytes === bytes };
  const problem = `${path} is not whole: ${differs ?? `it ends after ${bytes} bytes`}`;
  await setAside(path, problem, { outlook: "and fetched again where the hub has it" });
  return undefined;
}

/** What the hub says of a file, in its list or, where that names files only, when it is asked for. */
async function announcedOf(
  name: string,
  { snapshot: { commit, files }, reference: { id }, access }: {
    readonly snapshot: HubSnapshot;
    readonly reference: ModelReference;
    readonly access: HubAccess;
  },
): Promise<AnnouncedFile | undefined> {
  const announced = files.get(name);
  if (announced === undefined || hashOf(announced) !== undefined) return announced;
  const url = fileAddress({ id, commit, file: name }, access);
  return await ifPossible(() => persistently(access, () => lookAtFile(url, access))) ?? announced;
}

/** What the hub says; nothing where it says nothing, whatever keeps it from it. */
async function ifPossible<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof HubFailure) return undefined;
    throw error;
  }
}

/** Files that a check refused and that lie there still, since nothing can be moved. */
export async function brokenOf(
  names: readonly string[],
  { folder, record }: { readonly folder: string; readonly record: FetchRecord },
): Promise<string[]> {
  const there = await namesIn(folder);
  return names.filter((name) => there.includes(name) && record.files[name] === undefined);
}
