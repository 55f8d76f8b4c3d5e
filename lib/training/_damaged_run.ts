import { basename, join } from "node:path";
import { setAside } from "lib/storage/damage.ts";
import { readIntactEntries } from "lib/storage/journal.ts";
import { readRunRecord } from "lib/training/runs/run_record.ts";

/** Training that is not thrown away without being asked: more than ten minutes of it. */
const PRECIOUS_SECONDS = 600;

/** Files that took long to train are damaged; they were left as they are. */
export class DamagedRunError extends Error {
  override readonly name = "DamagedRunError";
}

/**
 * Reads what a folder of training holds; where a file is damaged the folder is set aside, so that it
 * is trained again.
 *
 * @param read throws a SyntaxError where a file is damaged
 * @returns what was read, or nothing where the folder was set aside
 * @throws {DamagedRunError} when what is left shows more than ten minutes of training
 */
export async function readOrSetAside<T>(
  folder: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const seconds = await secondsShown(folder);
    await setAsideTraining(folder, { problem: error.message, seconds, run: folder });
  }
}

/** What is known of damaged training. */
export interface DamagedTraining {
  /** What is wrong, naming the file. */
  readonly problem: string;
  /** Seconds of training that are recorded all the same. */
  readonly seconds: number;
  /** The run's own folder. */
  readonly run: string;
}

/**
 * Sets a file or folder of damaged training aside.
 *
 * @throws {DamagedRunError} when it took more than ten minutes
 */
export async function setAsideTraining(
  path: string,
  { problem, seconds, run }: DamagedTraining,
): Promise<void> {
  if (seconds > PRECIOUS_SECONDS) {
    throw new DamagedRunError(
      `${problem}; ${
        Math.floor(seconds / 60)
      } minutes of training are recorded, so that it was left ` +
        `as it is: \`deno task runs --remove ${
          basename(run)
        }\` removes it, and then it is trained again`,
    );
  }
  await setAside(path, problem, { outlook: "and trained again" });
}

/** The most seconds of training that any whole line or file tells of. */
async function secondsShown(folder: string): Promise<number> {
  const entries = await readIntactEntries<{ seconds?: number }>(join(folder, "journal.jsonl"));
  const record = await readRunRecord(folder).catch(() => undefined); // damaged: it tells of none
  return Math.max(0, record?.seconds ?? 0, ...entries.map(({ seconds = 0 }) => seconds));
}
