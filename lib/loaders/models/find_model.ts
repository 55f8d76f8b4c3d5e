import { rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exists } from "lib/files.ts";
import { brokenOf, checkFiles } from "lib/loaders/models/_check_files.ts";
import { explainOffline } from "lib/loaders/models/_explain_failure.ts";
import { type FetchRecord, readRecord } from "lib/loaders/models/_fetch_record.ts";
import { fetchSnapshot, planSnapshot } from "lib/loaders/models/_fetch_snapshot.ts";
import type { HubAccess } from "lib/loaders/models/_hub_access.ts";
import { cachedSnapshot } from "lib/loaders/models/_hugging_face_cache.ts";
import { partsOf, selectFiles } from "lib/loaders/models/_select_files.ts";
import { ModelError } from "lib/loaders/models/model_error.ts";
import { filesIn, type ModelFiles, namesIn } from "lib/loaders/models/model_files.ts";
import type { ModelNeeds } from "lib/loaders/models/model_needs.ts";
import {
  folderOf,
  type ModelReference,
  nameOf,
  parseModelReference,
} from "lib/loaders/models/model_reference.ts";
import type { Settings } from "lib/settings.ts";
import { underClaim } from "lib/storage/claim.ts";

/** A pretrained model whose files lie in one folder. */
export interface FoundModel extends ModelFiles {
  /** Its name on the hub, `organisation/name`. */
  readonly id: string;
  readonly folder: string;
  /** The files that were asked for and are there. */
  readonly names: readonly string[];
}

/** Where models are looked for; without a hub nothing is fetched. */
export type ModelPlaces = Pick<Settings, "models" | "root"> & Partial<Pick<Settings, "hub">>;

/** What `findModel` is to find, and how the hub is reached. */
export interface FindModelOptions extends Omit<HubAccess, "hub"> {
  /** Which of its files are asked for, see `model_needs.ts`. */
  readonly needs: ModelNeeds;
}

/** One search. */
interface Search {
  readonly reference: ModelReference;
  readonly needs: ModelNeeds;
  /** The model's folder below `data/models`, to which the hub's files go. */
  readonly downloads: string;
  /** Missing where nothing may be asked. */
  readonly access?: HubAccess;
  /** Places that were looked through, with what they lack. */
  readonly searched: string[];
}

/**
 * Finds a pretrained model by its hub name, `organisation/name` or `organisation/name@revision`, so
 * that all its files come from one place and one revision: the first folder of `settings.models` that
 * holds all files asked for, the snapshot that the cache of Hugging Face's libraries has for the
 * revision (`main` unless named), or the hub, whose files go to `data/models` with their revision,
 * sizes and hashes beside them.
 *
 * @throws {RangeError} when the name is neither
 * @throws {ModelError} when it lies nowhere and the hub does not give it
 * @throws {UnwritableError} when what the hub gives cannot be kept
 * @example `await findModel("openai-community/gpt2", settings, { needs: GPT2 })`
 */
export async function findModel(
  name: string,
  settings: ModelPlaces,
  { needs, ...reaching }: FindModelOptions,
): Promise<FoundModel> {
  const reference = parseModelReference(name);
  const { hub } = settings;
  const search: Search = {
    reference,
    needs,
    downloads: join(settings.root, "data", "models", folderOf(reference)),
    access: hub && !hub.offline ? { ...reaching, hub } : undefined,
    searched: [],
  };
  for (const parent of settings.models) {
    const folder = join(parent, folderOf(reference));
    const found = folder === search.downloads ? undefined : await lookInto(folder, search);
    if (found) return found;
  }
  return await lookIntoDownloads(search) ?? await lookIntoCache(hub?.cache, search) ??
    await fetchWhole(search, hub);
}

/** The model in a folder that holds all files asked for. */
async function lookInto(
  folder: string,
  { reference, needs, searched }: Search,
  revision: string | undefined = reference.revision,
): Promise<FoundModel | undefined> {
  if (!await exists(folder)) return undefined;
  const there = await namesIn(folder);
  const { names, missing } = selectFiles(needs, there);
  const parts = await partsOf(folder, names);
  const lacking = [...missing, ...parts.filter((part) => !there.includes(part))];
  if (lacking.length === 0) {
    const files = filesIn(folder, { model: nameOf(reference) });
    return { ...files, id: reference.id, revision, folder, names: [...names, ...parts] };
  }
  searched.push(`${folder} lacks ${lacking.slice(0, 3).join(", ")}`);
  return undefined;
}

async function lookIntoCache(
  cache: string | undefined,
  search: Search,
): Promise<FoundModel | undefined> {
  const snapshot = cache === undefined ? undefined : await cachedSnapshot(search.reference, cache);
  return snapshot && await lookInto(snapshot.folder, search, snapshot.commit);
}

/**
 * The model in `data/models`, whose files are checked if nothing says that they were. Where the hub
 * has a file at their revision that is liked better than the one that lies there, that one is fetched.
 */
async function lookIntoDownloads(search: Search): Promise<FoundModel | undefined> {
  const { downloads: folder, needs } = search;
  if (!await exists(folder)) return undefined;
  const { names } = selectFiles(needs, await namesIn(folder));
  const parts = await partsOf(folder, names);
  const before = await readRecord(folder);
  const asked = [...names, ...parts];
  const record = await checkFiles(before, { ...search, folder, names: asked });
  const broken = await brokenOf(asked, { folder, record });
  if (broken.length > 0) {
    search.searched.push(`${folder} holds ${broken.join(", ")}, not whole`);
    return undefined;
  }
  const found = await lookInto(folder, search, revisionOf(record, search));
  if (!found || !await lacksBetter(record, search)) return found;
  return await completed(search) ?? found;
}

function revisionOf({ commit }: FetchRecord, { reference }: Search): string | undefined {
  return commit ?? reference.revision;
}

async function lacksBetter(
  { commit, names }: FetchRecord,
  { needs, downloads, access }: Search,
): Promise<boolean> {
  if (commit === undefined || access === undefined) return false;
  const there = await namesIn(downloads);
  return selectFiles(needs, names).names.some((name) => !there.includes(name));
}

/** The model with what it lacked; nothing where the hub is out of reach. */
async function completed(search: Search): Promise<FoundModel | undefined> {
  try {
    return await fetchWhole(search);
  } catch (error) {
    if (error instanceof ModelError && error.isAbsence) return undefined;
    throw error;
  }
}

/** Fetches what is asked for; of several processes one does. */
async function fetchWhole(search: Search, hub?: Settings["hub"]): Promise<FoundModel> {
  const { reference, needs, downloads: folder, access, searched } = search;
  if (access === undefined) {
    const [file = "config.json"] = selectFiles(needs, []).missing;
    throw explainOffline({ reference, file, hub, searched });
  }
  const claim = { lock: `${folder}.lock`, doing: `fetches ${nameOf(reference)}` };
  const plan = await planSnapshot({ reference, needs, folder, access, searched });
  try {
    for (;;) {
      const isDone = await underClaim(claim, () => fetchSnapshot(plan));
      const revision = revisionOf(await readRecord(folder), search);
      const found = await lookInto(folder, { ...search, searched: [] }, revision);
      if (found) return found; // the other process may have failed, or fetched other files
      if (isDone) {
        throw new Error(`${folder} lacks files of ${nameOf(reference)} that were fetched`);
      }
    }
  } finally {
    await removeEmpty(folder);
  }
}

/** Removes a model's folder and those above it, `data/models` at most, where nothing lies in them. */
async function removeEmpty(folder: string): Promise<void> {
  const organisation = dirname(folder);
  for (const path of [folder, organisation, dirname(organisation)]) {
    await rmdir(path).catch(() => {}); // it holds something, is a link, or was never made
  }
}
