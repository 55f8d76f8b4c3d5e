import { join } from "node:path";
import { exists } from "lib/files.ts";
import { MAIN } from "lib/loaders/models/_hub_snapshot.ts";
import { isCommit, type ModelReference } from "lib/loaders/models/model_reference.ts";

/** A model's files of one commit in the cache that Hugging Face's libraries share. */
export interface CachedSnapshot {
  readonly folder: string;
  readonly commit: string;
}

/**
 * Finds the snapshot that a branch or tag names, as the libraries themselves do: `refs/<name>` holds
 * its commit (https://huggingface.co/docs/huggingface_hub/guides/manage-cache). A commit names its own.
 */
export async function cachedSnapshot(
  { id, revision = MAIN }: ModelReference,
  cache: string,
): Promise<CachedSnapshot | undefined> {
  const repository = join(cache, `models--${id.replace("/", "--")}`);
  const commit = isCommit(revision) ? revision : await readRef(join(repository, "refs", revision));
  if (commit === undefined || !isCommit(commit)) return undefined;
  const folder = join(repository, "snapshots", commit);
  return await exists(folder) ? { folder, commit } : undefined;
}

async function readRef(path: string): Promise<string | undefined> {
  return await exists(path) ? (await Deno.readTextFile(path)).trim() : undefined;
}
