import { isAbsolute, join } from "node:path";
import { exists } from "lib/files.ts";

/**
 * The commit that a folder's code stands at, as 40 hexadecimal digits read from git's own files, or
 * "unknown" where it is no git working tree or has no commit yet.
 *
 * Ignores changes that are not committed.
 *
 * @param root the folder that holds `.git`
 */
export async function codeVersion(root: string): Promise<string> {
  const git = await gitFolder(join(root, ".git"));
  const head = await textOf(join(git, "HEAD"));
  const [, branch] = /^ref: (.+)$/.exec(head) ?? [];
  const commit = branch === undefined ? head : await commitOf(branch, git);
  return /^[0-9a-f]{40}$/.test(commit) ? commit : "unknown";
}

/** A worktree's `.git` is a file that names the folder. */
async function gitFolder(path: string): Promise<string> {
  if (!await exists(path) || (await Deno.stat(path)).isDirectory) return path;
  const [, folder = ""] = /^gitdir: (.+)$/.exec(await textOf(path)) ?? [];
  return isAbsolute(folder) ? folder : join(path, "..", folder);
}

/** A branch's commit stands in a file of its own, or among others once git has packed them. */
async function commitOf(branch: string, git: string): Promise<string> {
  const common = join(git, await textOf(join(git, "commondir"))); // branches of a worktree lie there
  const loose = await textOf(join(common, branch));
  if (loose) return loose;
  const packed = (await textOf(join(common, "packed-refs"))).split("\n");
  return packed.find((line) => line.endsWith(` ${branch}`))?.split(" ")[0] ?? "";
}

/** A file's text without the space around it, empty where there is no file. */
async function textOf(path: string): Promise<string> {
  return await exists(path) ? (await Deno.readTextFile(path)).trim() : "";
}
