import { createHash } from "node:crypto";
import { exists, writeAtomic } from "lib/files.ts";
import type { LossPoint } from "lib/generators/_loss_curve.ts";
import { isObject } from "lib/json.ts";
import { parseJson, parseSealed, sealed } from "lib/storage/sealed.ts";

/** What came of a job. */
export interface FineTunedModel {
  readonly job: string;
  /** The new model's name, to be asked like any other. */
  readonly model: string;
  /** Tokens that the service charges for. */
  readonly trainedTokens?: number;
  readonly lossCurve: readonly LossPoint[];
}

/** What is known of a fine-tuning job between runs; it holds no key. */
export interface JobState {
  /** SHA-256 of all that decides the job. */
  readonly digest: string;
  readonly trainingFile?: string;
  readonly validationFile?: string;
  readonly job?: string;
  /** What came of it, once it has ended well and is paid. */
  readonly tuned?: FineTunedModel;
}

/** SHA-256 of what decides a job. */
export function jobDigest(decided: unknown): string {
  return createHash("sha256").update(JSON.stringify(decided)).digest("hex");
}

/** What is known of a job, kept as soon as it changes. */
export interface KeptJob {
  state(): JobState;
  /**
   * Changes what is known and keeps it.
   *
   * @throws {UnwritableError} when it cannot be written
   */
  keep(more: Partial<JobState>): Promise<void>;
}

/**
 * Reads what is known of a job, or starts with nothing.
 *
 * @param digest of all that decides the job
 * @throws {TypeError} when the file is of a job that something else decides
 * @throws {SyntaxError} when the file is damaged
 */
export async function openJobState(path: string, digest: string): Promise<KeptJob> {
  let state = await readJobState(path) ?? { digest };
  if (state.digest !== digest) {
    throw new TypeError(
      `Cannot go on with the job in ${path}: it was started with another model, file or setting; ` +
        "use another path",
    );
  }
  return {
    state: () => state,
    async keep(more) {
      state = { ...state, ...more };
      await writeAtomic(path, sealed(state));
    },
  };
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
        "of it, or remove the file, after which a job of the same files is looked for at the service",
      { cause },
    );
  }
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
  const { digest, tuned, ...ids } = value;
  return typeof digest === "string" && /^[0-9a-f]{64}$/.test(digest) &&
    (tuned === undefined || isTuned(tuned)) &&
    Object.entries(ids).every(([name, id]) => ID_NAMES.includes(name) && typeof id === "string");
}

function isTuned(value: unknown): boolean {
  return isObject(value) && typeof value.job === "string" && typeof value.model === "string" &&
    Array.isArray(value.lossCurve);
}

const ID_NAMES: readonly string[] = ["trainingFile", "validationFile", "job"];
