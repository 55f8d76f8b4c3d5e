import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";

/** Something that a rehearsal makes once. */
export interface Made {
  /** The rehearsal's folder. */
  readonly folder: string;
  /** What it is called among the things made. */
  readonly name: string;
  /** SHA-256 of all that it is made from. */
  readonly digest: string;
}

/** Whether something was made to its end, from what it would be made from now, and is still there. */
export async function isMade({ folder, name, digest }: Made, path: string): Promise<boolean> {
  const record = recordOf(folder, name);
  return await exists(path) && await exists(record) && await Deno.readTextFile(record) === digest;
}

/** Records that something was made to its end. */
export async function recordMade({ folder, name, digest }: Made): Promise<void> {
  await writeAtomic(recordOf(folder, name), digest);
}

function recordOf(folder: string, name: string): string {
  return join(folder, "made", `${name.replace("/", "--")}.sha256`);
}
