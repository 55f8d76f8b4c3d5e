import { createHash } from "node:crypto";
import { exists, writeAtomic } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { parseJson, parseSealed, sealed } from "lib/storage/sealed.ts";

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
 * @throws {SyntaxError} when the file is damaged
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

/**
 * Reads what is known of a job, if the file is there.
 *
 * @throws {SyntaxError} when the file is damaged; it is left as it is, since a job costs money, and
 * the message says what to do
 */
export async function readJobState(path: string): Promise<JobState | undefined> {
  if (!await exists(path)) return undefined;
  try {
    return parseState(await Deno.readTextFile(path), path);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new SyntaxError(
      `${cause.message}; it may name a job that costs money, so it stays as it is: put back a copy ` +
        "of it, or look after the job at the service and remove the file, which starts another job",
      { cause },
    );
  }
}

/**
 * Keeps what is known of a job.
 *
 * @throws {UnwritableError} when it cannot be written
 */
export async function writeJobState(path: string, state: JobState): Promise<void> {
  await writeAtomic(path, sealed(state));
}

/** Reads a sealed state, or one of the older form without a digest of itself. */
function parseState(text: string, path: string): JobState {
  const value = parseJson(text, path);
  const isOld = isObject(value) && value.sha256 === undefined;
  const state = isOld ? value : parseSealed(text, path);
  if (isState(state)) return state;
  throw new SyntaxError(`Cannot read ${path}: expected the digest and ids of a job`);
}

function isState(value: unknown): value is JobState {
  if (!isObject(value)) return false;
  const { digest, ...ids } = value;
  return typeof digest === "string" && /^[0-9a-f]{64}$/.test(digest) &&
    Object.entries(ids).every(([name, id]) => ID_NAMES.includes(name) && typeof id === "string");
}

const ID_NAMES: readonly string[] = ["trainingFile", "validationFile", "job"];
