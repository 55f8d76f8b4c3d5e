import { basename, dirname, join } from "node:path";
import { exists, writingTo } from "lib/files.ts";
import type { AnnouncedFile } from "lib/loaders/models/_hub_snapshot.ts";

/** Digits of a hash that stand in a name. */
const HASH_DIGITS = 16;

/** The hash that a content is told by, if there is one. */
export function hashOf({ sha256, gitSha1 }: AnnouncedFile): string | undefined {
  return sha256 ?? gitSha1;
}

/** Where a file lies while it comes, named after the hash it is to have. */
export function partialOf(target: string, expected: AnnouncedFile): string {
  const hash = hashOf(expected)?.slice(0, HASH_DIGITS);
  return hash === undefined ? `${target}.partial` : `${target}.${hash}.partial`;
}

/** Whether something came of a file before whose hash was known then. */
export async function hasResumable(target: string): Promise<boolean> {
  const name = new RegExp(`^\\.[0-9a-f]{${HASH_DIGITS}}\\.partial$`);
  return (await partialsOf(target)).some((it) => name.test(it.slice(basename(target).length)));
}

/** Bytes of an earlier transfer of the same content; what is left of other content is removed. */
export async function resumableBytes(target: string, expected: AnnouncedFile): Promise<number> {
  const partial = partialOf(target, expected);
  const canResume = hashOf(expected) !== undefined && expected.bytes !== undefined;
  await removePartials(target, canResume ? basename(partial) : undefined);
  if (!canResume || !await exists(partial)) return 0;
  const { size } = await Deno.stat(partial);
  if (size <= expected.bytes!) return size;
  await removePartials(target);
  return 0;
}

/** Removes what transfers of a file left, but for one name. */
export async function removePartials(target: string, but?: string): Promise<void> {
  for (const name of await partialsOf(target)) {
    const path = join(dirname(target), name);
    if (name !== but) await writingTo(target, () => Deno.remove(path));
  }
}

async function partialsOf(target: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(dirname(target)), ({ name }) => name);
  return entries.filter((it) => it.startsWith(`${basename(target)}.`) && it.endsWith(".partial"));
}
