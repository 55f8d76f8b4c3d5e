import { dirname, join } from "node:path";
import { exists, writingTo } from "lib/files.ts";
import { contentDiffers } from "lib/loaders/models/_compare_content.ts";
import { fetchFile } from "lib/loaders/models/_fetch_file.ts";
import {
  type FetchRecord,
  isRecorded,
  keepRecord,
  readRecord,
  type RecordedFile,
} from "lib/loaders/models/_fetch_record.ts";
import { explainFailure, type WantedFile } from "lib/loaders/models/_explain_failure.ts";
import type { HubAccess } from "lib/loaders/models/_hub_access.ts";
import { HubFailure } from "lib/loaders/models/_hub_failure.ts";
import {
  type AnnouncedFile,
  fileAddress,
  type HubSnapshot,
  listSnapshot,
} from "lib/loaders/models/_hub_snapshot.ts";
import { isWhole } from "lib/loaders/models/_is_whole.ts";
import { partsOf, selectFiles } from "lib/loaders/models/_select_files.ts";
import type { ModelError } from "lib/loaders/models/model_error.ts";
import { namesIn } from "lib/loaders/models/model_files.ts";
import type { ModelNeeds } from "lib/loaders/models/model_needs.ts";
import { type ModelReference, nameOf } from "lib/loaders/models/model_reference.ts";
import { say } from "lib/progress.ts";
import { setAside } from "lib/storage/damage.ts";

/** What is to be fetched, and where to. */
export interface FetchSnapshotOptions {
  readonly reference: ModelReference;
  readonly needs: ModelNeeds;
  /** The model's folder below `data/models`. */
  readonly folder: string;
  readonly access: HubAccess;
  /** What errors say of the places that were looked through before. */
  readonly searched: readonly string[];
}

/** What the hub has of what is asked for. */
export interface SnapshotPlan extends FetchSnapshotOptions {
  readonly snapshot: HubSnapshot;
  /** Files that are asked for; what these name in turn is known when they are here. */
  readonly names: readonly string[];
}

/** A snapshot that is being fetched. */
interface Job extends SnapshotPlan {
  /** What is known of the folder's files by now. */
  record: FetchRecord;
}

/**
 * Asks the hub for the commit whose files are to be fetched: that of those which are there, or that of
 * the revision asked for. Nothing is written.
 *
 * @throws {ModelError} when it does not say, or lacks a file
 */
export async function planSnapshot(options: FetchSnapshotOptions): Promise<SnapshotPlan> {
  const { needs, folder } = options;
  const record = await readRecord(folder);
  const [first = "config.json"] = selectFiles(needs, []).missing;
  const snapshot = await explaining(() => listKnown(record, options), wanted(options, first));
  const { names, missing } = selectFiles(needs, [...snapshot.files.keys()]);
  const plan = { ...options, snapshot, names };
  if (missing[0] !== undefined) throw lacking(missing[0], plan);
  return plan;
}

/**
 * Fetches the files of a plan, and records what they are. Files that are there and of the plan's commit
 * stay; others of their names are set aside. The caller sees to it that no other process works on the
 * folder.
 *
 * @throws {ModelError} when one of them does not come; those before it stay
 * @throws {UnwritableError} when the folder cannot be written
 */
export async function fetchSnapshot(plan: SnapshotPlan): Promise<void> {
  const { folder, names, snapshot } = plan;
  const job: Job = { ...plan, record: movedTo(await readRecord(folder), snapshot) };
  sayWhatComes(names, job);
  for (const name of names) await obtain(name, job);
  const parts = await partsOf(folder, names);
  await sweep(folder, [...names, ...parts]);
  for (const part of parts) await obtain(part, job);
}

/** Lists the commit that files were fetched of before; where the hub has it no more, what is asked for. */
async function listKnown(
  { commit }: FetchRecord,
  { reference, access }: FetchSnapshotOptions,
): Promise<HubSnapshot> {
  if (commit !== undefined) {
    try {
      return await listSnapshot({ ...reference, revision: commit }, access);
    } catch (error) {
      if (!(error instanceof HubFailure && error.kind === "no-revision")) throw error;
    }
  }
  return await listSnapshot(reference, access);
}

/** A record for a snapshot; what is known of files of another commit no longer counts. */
function movedTo(record: FetchRecord, { commit, files }: HubSnapshot): FetchRecord {
  const known = record.commit === commit ? record.files : {};
  return { commit, names: [...files.keys()], files: known };
}

/** Sees to it that a file is there, and is what the hub has. */
async function obtain(name: string, job: Job): Promise<void> {
  const { folder, snapshot } = job;
  const announced = snapshot.files.get(name);
  if (announced === undefined) throw lacking(name, job);
  if (await isRecorded(job.record, { folder, name })) return;
  const target = join(folder, name);
  const isRight = await exists(target) && await keepsOrSetsAside(target, announced);
  const file = isRight ? { ...announced, bytes: (await Deno.stat(target)).size } : await explaining(
    () => fetchInto(target, { name, announced, job }),
    wanted(job, name, [...snapshot.files.keys()]),
  );
  job.record = { ...job.record, files: { ...job.record.files, [name]: file } };
  await keepRecord(folder, job.record);
}

async function fetchInto(
  target: string,
  { name, announced, job }: {
    readonly name: string;
    readonly announced: AnnouncedFile;
    readonly job: Job;
  },
): Promise<RecordedFile> {
  const { reference: { id }, snapshot: { commit }, access } = job;
  await writingTo(target, () => Deno.mkdir(dirname(target), { recursive: true }));
  const url = fileAddress({ id, commit, file: name }, access);
  const label = `${name} of ${nameOf(job.reference)}`;
  const { bytes = 0, ...rest } = await fetchFile({ url, target, announced, label }, access);
  return { ...rest, bytes };
}

/** Whether a file that nobody recorded is what the hub has; if not, it is set aside. */
async function keepsOrSetsAside(path: string, announced: AnnouncedFile): Promise<boolean> {
  const hasHash = (announced.sha256 ?? announced.gitSha1) !== undefined;
  const differs = await contentDiffers(path, announced);
  if (differs === undefined && (hasHash || await isWhole(path))) return true;
  const problem = `${path} is not the hub's: ${differs ?? "its format wants more bytes"}`;
  await setAside(path, problem, { outlook: "and fetched again" });
  return false;
}

/** Removes what killed transfers left, but for those that go on now. */
async function sweep(folder: string, names: readonly string[]): Promise<void> {
  for (const left of await namesIn(folder)) {
    const isWanted = names.some((name) => left.startsWith(`${name}.`));
    if (!left.endsWith(".partial") || isWanted) continue;
    const path = join(folder, left);
    await writingTo(path, () => Deno.remove(path));
  }
}

/** Below this nobody needs to be told what comes. */
const SAID_FROM = 5_000_000;

function sayWhatComes(names: readonly string[], { snapshot, reference, record }: Job): void {
  const coming = names.filter((name) => record.files[name] === undefined);
  const bytes = coming.reduce((sum, name) => sum + (snapshot.files.get(name)?.bytes ?? 0), 0);
  if (bytes < SAID_FROM) return;
  const size = `${coming.length} files, ${Math.round(bytes / 1e6)} MB`;
  say(`Fetching ${nameOf(reference)} as of ${snapshot.commit.slice(0, 7)}: ${size}`);
}

function wanted(options: FetchSnapshotOptions, file: string, names?: string[]): WantedFile {
  const { reference, access: { hub }, searched } = options;
  return { reference, file, hub, searched, names };
}

function lacking(file: string, plan: SnapshotPlan): ModelError {
  const { reference: { id }, snapshot: { commit, files }, access } = plan;
  const failure = new HubFailure("no-file", {
    reason: `as of ${commit.slice(0, 7)}`,
    address: fileAddress({ id, commit, file }, access),
  });
  return explainFailure(failure, wanted(plan, file, [...files.keys()]));
}

/** Does work, and explains the failure it may end with. */
async function explaining<T>(work: () => Promise<T>, file: WantedFile): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof HubFailure ? explainFailure(error, file) : error;
  }
}
