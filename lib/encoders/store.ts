import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ClipFeatures } from "lib/encoders/clip_features.ts";
import { type Claim, tryClaim, untilFree } from "lib/storage/claim.ts";
import { embeddingsFileBytes, parseEmbeddingsFile } from "lib/encoders/_embeddings_file.ts";
import type { FrameEncoder } from "lib/encoders/frames/frame_encoder.ts";
import { exists, writeAtomic } from "lib/files.ts";
import { checkVideoId } from "lib/loaders/clips/video_folder.ts";

/** What besides the clip decides the numbers. */
export interface Extraction {
  readonly encoder: Pick<FrameEncoder, "name" | "identity">;
  /** Frames a second. */
  readonly fps: number;
  /** Below which mean difference a frame counts as the last one; grey levels of 255, 0 is off. */
  readonly reuseBelow: number;
}

/** A folder of finished clips, `embeddings_<video id>.h5` each, that many processes may fill. */
export interface FeatureStore {
  readonly folder: string;
  /** Whether a clip is finished. */
  has(videoId: string): Promise<boolean>;
  /** Reads a finished clip. */
  read(videoId: string): Promise<ClipFeatures>;
  /** Finishes a clip: its file appears whole or not at all. */
  write(videoId: string, features: ClipFeatures): Promise<void>;
  /** Takes a clip for this process, or returns nothing while another one has it. */
  claim(videoId: string): Promise<Claim | undefined>;
  /** Waits until no process has a clip. */
  untilFree(videoId: string): Promise<void>;
  /** Removes what processes left behind that were killed. */
  sweep(): Promise<void>;
}

/**
 * Opens the store of one extraction below a folder; another encoder or setting is another store.
 *
 * It is named after the encoder and a digest of all that decides the numbers, which `settings.json`
 * in it spells out.
 */
export async function openFeatureStore(
  parent: string,
  extraction: Extraction,
): Promise<FeatureStore> {
  const { encoder, fps, reuseBelow } = extraction;
  const described = JSON.stringify({ ...encoder.identity, fps, reuseBelow }, null, 2);
  const digest = createHash("sha256").update(described).digest("hex").slice(0, 8);
  const folder = join(parent, `${encoder.name.replace(/[^\w.-]+/g, "-")}-${digest}`);
  await writeAtomic(join(folder, "settings.json"), described + "\n");
  return storeIn(folder);
}

/** Opens a folder of `embeddings_<video id>.h5` files, such as one that another program filled. */
export function storeIn(folder: string): FeatureStore {
  const pathOf = (id: string) => join(folder, `embeddings_${checkVideoId(id)}.h5`);
  const lockOf = (id: string) => `${pathOf(id)}.lock`;
  return {
    folder,
    has: (id) => exists(pathOf(id)),
    read: async (id) => await parseEmbeddingsFile(await Deno.readFile(pathOf(id)), pathOf(id)),
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

async function sweep(folder: string) {
  const names = await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name);
  const left = names.filter((name) => /^embeddings_.*\.h5\.(.*\.partial|lock)$/.test(name));
  for (const file of new Set(left.map((name) => name.replace(/\.h5\..*/, ".h5")))) {
    const claim = await tryClaim(join(folder, `${file}.lock`));
    if (!claim) continue; // a process that lives is at it
    for (const name of left) {
      if (name.startsWith(`${file}.`) && name.endsWith(".partial")) {
        await Deno.remove(join(folder, name));
      }
    }
    await claim.release();
  }
}
