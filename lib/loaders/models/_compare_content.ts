import { createHash } from "node:crypto";
import { digestOfFile } from "lib/storage/file_digests.ts";
import type { AnnouncedFile } from "lib/loaders/models/_hub_snapshot.ts";

/**
 * Compares a file with what the hub announces of it.
 *
 * @returns how it differs, as the middle of a sentence; nothing where all that is known of it agrees
 */
export async function contentDiffers(
  path: string,
  { bytes, sha256, gitSha1 }: AnnouncedFile,
): Promise<string | undefined> {
  const { size } = await Deno.stat(path);
  if (bytes !== undefined && size !== bytes) return `${size} of ${bytes} bytes`;
  if (sha256 !== undefined) return differs("SHA-256", sha256, await digestOfFile(path));
  if (gitSha1 !== undefined) return differs("git SHA-1", gitSha1, await gitDigestOf(path, size));
  return undefined;
}

function differs(name: string, expected: string, got: string): string | undefined {
  if (got === expected) return undefined;
  return `a ${name} of ${got.slice(0, 8)}… where the hub has ${expected.slice(0, 8)}…`;
}

/** What git calls a content: SHA-1 of `blob <bytes>\0` and the content. */
async function gitDigestOf(path: string, size: number): Promise<string> {
  const hash = createHash("sha1").update(`blob ${size}\0`);
  using file = await Deno.open(path);
  const buffer = new Uint8Array(1 << 20);
  for (let count; (count = await file.read(buffer)) !== null;) {
    hash.update(buffer.subarray(0, count));
  }
  return hash.digest("hex");
}
