import { join } from "node:path";
import { UnwritableError, writingTo } from "lib/files.ts";
import { type Claim, tryClaim } from "lib/storage/claim.ts";

/** Where a kernel's connection file lies while the kernel lives. */
export interface KernelFolder {
  /** Writes the connection file, readable by this user only, and returns its path. */
  writeConnection(connection: object): Promise<string>;
  /** Notes the kernel's process, so that whoever finds the folder later can end it. */
  notePid(pid: number): Promise<void>;
  /** Removes it; where nothing can be removed, the next `openKernelFolder` does. */
  close(): Promise<void>;
}

const CONNECTION = "connection.json";
const PID = "pid";
const LOCK = ".lock";
const FOLDER = /^kernel-[\da-f-]+(?=(?:\.lock)?$)/;

/**
 * Makes a folder for a kernel, and removes those whose runner was killed, what is left of their
 * kernels included.
 *
 * @param cache the folder in which it is made; made if missing
 * @throws {UnwritableError} when nothing can be written there
 */
export async function openKernelFolder(cache: string): Promise<KernelFolder> {
  const folder = join(cache, `kernel-${crypto.randomUUID()}`);
  const writing = <T>(work: () => Promise<T>) => writingTo(folder, work);
  await writing(() => Deno.mkdir(cache, { recursive: true }));
  await removeLeftovers(cache);
  // Claimed before it is there, so that no other runner takes it for a leftover.
  const claim = await writing(() => tryClaim(folder + LOCK));
  const close = async () => {
    await ifPossible(folder, () => Deno.remove(folder, { recursive: true }));
    await ifPossible(folder, async () => await claim?.release());
  };
  return {
    async writeConnection(connection) {
      try {
        await writing(async () => {
          await Deno.mkdir(folder);
          const text = JSON.stringify(connection);
          await Deno.writeTextFile(join(folder, CONNECTION), text, { mode: 0o600 });
        });
        return join(folder, CONNECTION);
      } catch (error) {
        await close();
        throw error;
      }
    },
    notePid: (pid) => ifPossible(folder, () => Deno.writeTextFile(join(folder, PID), `${pid}`)),
    close,
  };
}

async function removeLeftovers(cache: string): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(cache), ({ name }) => FOLDER.exec(name)?.[0]);
  for (const name of new Set(entries)) {
    if (name !== undefined) await ifPossible(cache, () => removeLeftover(join(cache, name)));
  }
}

async function removeLeftover(folder: string): Promise<void> {
  const claim: Claim | undefined = await tryClaim(folder + LOCK);
  if (!claim) return; // its runner lives
  await endKernel(folder);
  await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
  await claim.release();
}

/** Ends the kernel of a folder if its process lives, as far as the system tells whose it is. */
async function endKernel(folder: string): Promise<void> {
  try {
    const pid = Number(await Deno.readTextFile(join(folder, PID)));
    const command = await Deno.readTextFile(`/proc/${pid}/cmdline`);
    if (command.includes(join(folder, CONNECTION))) Deno.kill(pid, "SIGKILL");
  } catch (error) {
    ignoreMissing(error);
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/** Does work that another runner may do as well later; what the system refuses is left to it. */
async function ifPossible(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await writingTo(path, work);
  } catch (error) {
    if (!(error instanceof UnwritableError)) ignoreMissing(error);
  }
}
