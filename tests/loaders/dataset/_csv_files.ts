import { join } from "node:path";

/** The header of the original's files. */
export const HEADER = "Unnamed: 0,video_id,virality_score_%,engagement_score_%,transcript";

/** Writes files into a folder that is gone when `body` ends. */
export async function withFiles<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  body: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(join(folder, name), bytes);
    }
    return await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** An id made of a number. */
export function idOf(n: number): string {
  return `video${String(n).padStart(6, "0")}`;
}
