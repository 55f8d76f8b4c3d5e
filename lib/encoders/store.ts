import { basename, join } from "node:path";
import { clipDigest } from "lib/encoders/clip_digest.ts";
import type { ClipFeatures } from "lib/encoders/clip_features.ts";
import { embeddingsFileBytes, parseEmbeddingsFile } from "lib/encoders/_embeddings_file.ts";
import { type Extraction, extractionKey } from "lib/encoders/extraction.ts";
import { exists, writeAtomic } from "lib/files.ts";
import { checkVideoId, type VideoFile } from "lib/loaders/clips/video_folder.ts";
import { type Claim, tryClaim, untilFree } from "lib/storage/claim.ts";
import { setAside } from "lib/storage/damage.ts";
import { type FileDigests, openFileDigests } from "lib/storage/file_digests.ts";
import { keyedPath, nameOlderFolders, openKeyedFolder } from "lib/storage/keyed_folder.ts";

/** A folder of finished clips, `embeddings_<video id>.h5` each, that many processes may fill. */
export interface FeatureStore {
  readonly folder: string;
  /** Whether a clip is finished, as its file is now. */
  has(video: VideoFile): Promise<boolean>;
  /**
   * Reads a finished clip.
   *
   * @throws {SyntaxError} when its features are damaged
   */
  read(videoId: string): Promise<ClipFeatures>;
  /**
   * What tells a clip's content, to be written beside its features; asked before the clip is read, so
   * that one that is replaced meanwhile is not taken for the new one.
   */
  sourceOf(video: VideoFile): Promise<Readonly<Record<string, string>>>;
  /**
   * Finishes a clip: its file appears whole or not at all.
   *
   * @throws {UnwritableError} when it cannot be written
   */
  write(videoId: string, features: ClipFeatures): Promise<void>;
  /** Takes a clip for this process, or returns nothing while another one has it. */
  claim(videoId: string): Promise<Claim | undefined>;
  /** Waits until no process has a clip. */
  untilFree(videoId: string): Promise<void>;
  /** Removes what processes left behind that were killed. */
  sweep(): Promise<void>;
}

/** The attribute that holds the digest of the clip that features were made from. */
const SOURCE_DIGEST = "sourceSha256";

/** Where the digests of clips are remembered, beside the folders of features. */
const CLIP_DIGESTS = "clip-digests.jsonl";

/**
 * Opens the store of one extraction below a folder; another encoder or setting is another store, which
 * `identity.json` in it spells out.
 *
 * A clip counts as finished as long as its file is the one that was encoded, or is gone; features that
 * are damaged are set aside.
 *
 * @throws {UnwritableError} when the store has to be made and cannot
 */
export async function openFeatureStore(
  parent: string,
  extraction: Extraction,
): Promise<FeatureStore> {
  const key = extractionKey(extraction);
  if (!await exists(keyedPath(parent, key))) await nameOlderFolders(parent, key);
  await openKeyedFolder(parent, key);
  return await featureStoreAt(parent, extraction);
}

/** The same store as it is, whether it was made or not. */
export async function featureStoreAt(
  parent: string,
  extraction: Extraction,
): Promise<FeatureStore> {
  const clips = await openFileDigests(join(parent, CLIP_DIGESTS));
  return checkedStore(keyedPath(parent, extractionKey(extraction)), clips);
}

/**
 * Opens a folder of `embeddings_<video id>.h5` files as it is, such as one that another program filled:
 * whatever lies there counts as finished, and what is damaged stays.
 */
export function storeIn(folder: string): FeatureStore {
  const pathOf = (id: string) => embeddingsPath(folder, id);
  const lockOf = (id: string) => `${pathOf(id)}.lock`;
  return {
    folder,
    has: ({ videoId }) => exists(pathOf(videoId)),
    read: async (id) => await readBrought(pathOf(id)),
    sourceOf: ({ path }) => Promise.resolve({ source: basename(path) }),
    write: async (id, features) => {
      const { rows, columns, data } = features.embeddings;
      if (data.length !== rows * columns) {
        throw new TypeError(
          `Cannot store ${id}: expected ${rows} x ${columns} numbers, got ${data.length}`,
        );
      }
      await writeAtomic(pathOf(id), await embeddingsFileBytes(features));
    },
    claim: (id) => tryClaim(lockOf(id)),
    untilFree: (id) => untilFree(lockOf(id)),
    sweep: () => sweep(folder),
  };
}

function checkedStore(folder: string, clips: FileDigests): FeatureStore {
  const store = storeIn(folder);
  const read = async (id: string) => {
    const path = embeddingsPath(folder, id);
    return await parseEmbeddingsFile(await Deno.readFile(path), path, { sealed: true });
  };
  return {
    ...store,
    read,
    has: async (video) => {
      if (!await store.has(video)) return false;
      try {
        const { attributes } = await read(video.videoId);
        const digest = await clipDigest(clips, video.path);
        return digest === undefined || attributes[SOURCE_DIGEST] === digest;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return false; // another process set it aside
        if (!(error instanceof SyntaxError)) throw error;
        await setAside(embeddingsPath(folder, video.videoId), error.message);
        return false;
      }
    },
    sourceOf: async (video) => {
      const digest = await clipDigest(clips, video.path);
      const source = await store.sourceOf(video);
      return digest === undefined ? source : { ...source, [SOURCE_DIGEST]: digest };
    },
  };
}

function embeddingsPath(folder: string, videoId: string): string {
  return join(folder, `embeddings_${checkVideoId(videoId)}.h5`);
}

async function readBrought(path: string): Promise<ClipFeatures> {
  const bytes = await Deno.readFile(path);
  try {
    return await parseEmbeddingsFile(bytes, path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(
      `${error.message}; it is left as it is: bring it again, or remove it to have its clip encoded`,
      { cause: error },
    );
  }
}

async function sweep(folder: string) {
  if (!await exists(folder)) return;
  const names = await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name);
  const left = names.filter((name) => /^embeddings_.*\.h5\.(.*\.partial|lock)$/.test(name));
  for (const file of new Set(left.map((name) => name.replace(/\.h5\..*/, ".h5")))) {
    const claim = await tryClaim(join(folder, `${file}.lock`));
    if (!claim) continue; // a process that lives is at it
    for (const name of left) {
      if (name.startsWith(`${file}.`) && name.endsWith(".partial")) {
        await Deno.remove(join(folder, name)).catch(() => {}); // somebody else swept it up
      }
    }
    await claim.release();
  }
}
