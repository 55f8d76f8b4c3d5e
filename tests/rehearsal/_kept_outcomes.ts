import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";
import type { Outcome } from "./_outcomes.ts";

/** Outcomes of notebooks that were done, kept while the code is the same. */
export interface KeptOutcomes {
  readonly outcomes: readonly Outcome[];
  add(outcome: Outcome): Promise<void>;
}

/**
 * Opens what earlier rehearsals of the same code have kept.
 *
 * @param folder the rehearsal's
 * @param digest of the code
 */
export async function openKeptOutcomes(folder: string, digest: string): Promise<KeptOutcomes> {
  const path = join(folder, "outcomes.json");
  const outcomes = await read(path, digest);
  return {
    outcomes,
    async add(outcome) {
      outcomes.push(outcome);
      await writeAtomic(path, sealed({ digest, outcomes }));
    },
  };
}

async function read(path: string, digest: string): Promise<Outcome[]> {
  if (!await exists(path)) return [];
  try {
    const content = parseSealed(await Deno.readTextFile(path), path);
    if (!isObject(content) || content.digest !== digest) return [];
    return Array.isArray(content.outcomes) ? content.outcomes : [];
  } catch (error) {
    if (error instanceof SyntaxError) return []; // the notebooks are run again
    throw error;
  }
}
