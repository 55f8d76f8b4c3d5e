import { exists, writingTo } from "lib/files.ts";
import { say, sayOnce } from "lib/progress.ts";
import { keepIfPossible } from "lib/storage/keeping.ts";

/** Something that is kept between runs and can be made again. */
export interface Remakeable<T> {
  /** Its file, or the folder that holds all of it. */
  readonly path: string;
  /** Reads it; throws a SyntaxError where it is damaged. */
  readonly read: () => Promise<T>;
  /** Makes it again, and keeps it. */
  readonly make: () => Promise<T>;
}

/**
 * Reads what is kept, or makes it where it is missing; what is damaged is set aside first.
 *
 * @throws what `make` throws, and what `read` throws beside SyntaxErrors
 */
export async function readOrMake<T>({ path, read, make }: Remakeable<T>): Promise<T> {
  if (await exists(path)) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await setAside(path, error.message);
    }
  }
  return await make();
}

export interface SetAsideOptions {
  /** Ends the line that says so. @default "and made again" */
  readonly outlook?: string;
}

/**
 * Moves a file or folder that cannot be used to `….damaged` and says so in one line; where nothing
 * can be moved it stays.
 *
 * @param problem what is wrong with it, naming it
 */
export async function setAside(
  path: string,
  problem: string,
  { outlook = "and made again" }: SetAsideOptions = {},
): Promise<void> {
  const moved = await keepIfPossible(async () => {
    const aside = await freeName(`${path}.damaged`);
    try {
      await writingTo(path, () => Deno.rename(path, aside));
      say(`${problem}; set aside as ${aside}, ${outlook}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // another process was faster
    }
  });
  if (!moved) sayOnce(`${problem}; it stays where it is, and is not used`);
}

async function freeName(path: string): Promise<string> {
  let free = path;
  for (let count = 2; await exists(free); count++) free = `${path}-${count}`;
  return free;
}
