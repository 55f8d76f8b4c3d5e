import { createHash } from "node:crypto";
import { exists, writeAtomic } from "lib/files.ts";

/** What is known of a fine-tuning job between runs; it holds no key. */
export interface JobState {
  /** SHA-256 of all that decides the job. */
  readonly digest: string;
  readonly trainingFile?: string;
  readonly validationFile?: string;
  readonly job?: string;
}

/**
 * Reads what is known of a job, or starts with nothing.
 *
 * @throws {TypeError} when the file is of a job that something else decides
 */
export async function openJobState(path: string, decided: unknown): Promise<JobState> {
  const digest = createHash("sha256").update(JSON.stringify(decided)).digest("hex");
  const state = await readJobState(path);
  if (state && state.digest !== digest) {
    throw new TypeError(
      `Cannot go on with the job in ${path}: it was started with another model, file or setting; ` +
        "use another path",
    );
  }
  return state ?? { digest };
}

/** Reads what is known of a job, if the file is there. */
export async function readJobState(path: string): Promise<JobState | undefined> {
  return await exists(path) ? JSON.parse(await Deno.readTextFile(path)) : undefined;
}

/** Keeps what is known of a job. */
export async function writeJobState(path: string, state: JobState): Promise<void> {
  await writeAtomic(path, JSON.stringify(state, null, 2) + "\n");
}
