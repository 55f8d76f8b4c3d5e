import type { FileDigests } from "lib/storage/file_digests.ts";

/**
 * SHA-256 of a clip's file in hex; nothing where it is gone, no file, such as a pipe that nobody writes
 * to, or cannot be read, which is named when it is decoded.
 */
export async function clipDigest(digests: FileDigests, path: string): Promise<string | undefined> {
  try {
    return (await Deno.stat(path)).isFile ? await digests.of(path) : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined; // the system refused
    throw error;
  }
}
