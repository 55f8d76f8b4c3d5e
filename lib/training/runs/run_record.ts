import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { setAside } from "lib/storage/damage.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";

/** What a list of runs says of one, in words. */
export interface RunAbout {
  readonly model: string;
  readonly data: string;
  readonly recipe: string;
}

/** What `run.json` in a run's folder spells out; it decides nothing. */
export interface RunRecord extends RunAbout {
  /** SHA-256 of the identity. */
  readonly digest: string;
  /** All that decides the run's numbers. */
  readonly identity: Readonly<Record<string, unknown>>;
  /** When training began, as ISO 8601. */
  readonly createdAt: string;
  /** When it was last asked for, as ISO 8601. */
  readonly usedAt: string;
  /** What the last call said it does, such as "goes on at step 340". */
  readonly call: string;
  /** Whether nothing is left to train. */
  readonly finished: boolean;
  /** Steps taken when this was written. */
  readonly steps: number;
  /** Seconds trained when this was written. */
  readonly seconds: number;
}

/** The file in a run's folder that tells what it is. */
export const RUN_FILE = "run.json";

/** Writes `run.json`, indented for people, with its digest. */
export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  const text = JSON.stringify(JSON.parse(sealed(record)), null, 2);
  await writeAtomic(join(folder, RUN_FILE), `${text}\n`);
}

/**
 * Reads `run.json`; nothing where there is none.
 *
 * @throws {SyntaxError} when it is not what was written
 */
export async function readRunRecord(folder: string): Promise<RunRecord | undefined> {
  const path = join(folder, RUN_FILE);
  if (!await exists(path)) return undefined;
  const record = parseSealed(await Deno.readTextFile(path), path);
  if (isObject(record) && typeof record.digest === "string") return record as unknown as RunRecord;
  throw new SyntaxError(`Cannot read ${path}: expected the record of a run`);
}

/** Reads `run.json`, setting a damaged one aside: all that it says is known from elsewhere. */
export async function mendRunRecord(folder: string): Promise<RunRecord | undefined> {
  try {
    return await readRunRecord(folder);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await setAside(join(folder, RUN_FILE), error.message);
  }
}
