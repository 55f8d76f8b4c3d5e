import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";

const PARTIAL = /\.(\d+)-[0-9a-f]{8}\.partial$/;

/** Where a file's new content is written before it takes the file's name; no two calls give the same. */
export function partialOf(path: string): string {
  return `${path}.${Deno.pid}-${crypto.randomUUID().slice(0, 8)}.partial`;
}

/** One sweep a folder is enough: what is left later, a later process finds. */
const sweeps = new Map<string, Promise<void>>();

/** Removes what killed processes left of files that they were writing beside a path. */
export function sweepPartials(path: string): Promise<void> {
  const folder = dirname(path);
  const sweep = sweeps.get(folder) ??
    sweepFolder(folder).catch(() => {}); // a folder that cannot be listed may still be written to
  sweeps.set(folder, sweep);
  return sweep;
}

async function sweepFolder(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    const [, pid] = PARTIAL.exec(name) ?? [];
    if (pid !== undefined && !isOther(Number(pid))) await removeLeft(join(folder, name));
  }
}

/** Whether another process with this number lives; its file may be about to be locked. */
function isOther(pid: number): boolean {
  if (pid === Deno.pid) return false; // in containers a killed process had the same number
  try {
    return process.kill(pid, 0) && !isDefunct(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Whether a process has ended and waits for its parent to notice, which in containers may be long. */
function isDefunct(pid: number): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false; // gone meanwhile, or not to be seen: its lock decides another time
  }
}

/** Removes a file unless somebody, on this machine or another, holds its lock and so is writing it. */
async function removeLeft(path: string): Promise<void> {
  try {
    using file = await Deno.open(path, { write: true });
    if (await file.tryLock(true)) await Deno.remove(path);
  } catch {
    // it is finished meanwhile, or may not be removed, and hinders nobody
  }
}
