import type { ClipFeatures } from "lib/encoders/clip_features.ts";
import type { Extraction } from "lib/encoders/extraction.ts";
import { type FeatureStore, featureStoreAt, openFeatureStore } from "lib/encoders/store.ts";
import { UnwritableError } from "lib/files.ts";
import type { Claim } from "lib/storage/claim.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

/**
 * Opens a store whose clips stay in memory, as long as the process lives, where they cannot be
 * written; what is kept on disk is read.
 */
export async function openStoreOrMemory(
  parent: string,
  extraction: Extraction,
): Promise<FeatureStore> {
  await keepIfPossible(async () => void await openFeatureStore(parent, extraction));
  return orInMemory(await featureStoreAt(parent, extraction));
}

/** Keeps in memory what a store cannot write. */
function orInMemory(store: FeatureStore): FeatureStore {
  const clips = new Map<string, ClipFeatures>();
  return {
    ...store,
    has: async (video) => clips.has(video.videoId) || await store.has(video),
    read: async (id) => clips.get(id) ?? await store.read(id),
    write: async (id, features) => {
      const isKept = await keepIfPossible(() => store.write(id, features));
      if (!isKept) clips.set(id, features);
    },
    claim: (id) => orElse(() => store.claim(id), NOTHING_CLAIMED), // others cannot write it either
    untilFree: (id) => orElse(() => store.untilFree(id), undefined),
    sweep: async () => void await keepIfPossible(() => store.sweep()),
  };
}

/** What work gives, or something else where no lock file can be made, or not even its folder. */
async function orElse<T>(work: () => Promise<T>, other: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnwritableError || error instanceof Deno.errors.NotFound) return other;
    throw error;
  }
}

const NOTHING_CLAIMED: Claim = { release: () => Promise.resolve() };
