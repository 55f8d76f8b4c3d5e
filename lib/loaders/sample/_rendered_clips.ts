import { join } from "node:path";
import { exists } from "lib/files.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";
import type { WrittenClip } from "lib/loaders/sample/_render_clip.ts";
import { readOrMake } from "lib/storage/damage.ts";
import { digestOfFile } from "lib/storage/file_digests.ts";
import { type Journal, openJournal, readJournal } from "lib/storage/journal.ts";

/** A clip that was rendered whole, as a folder's journal remembers it. */
export interface RenderedClip extends WrittenClip {
  readonly videoId: string;
}

/** A clip that cannot be used as it lies there. */
export interface UnusableClip extends VideoFile {
  /** What is wrong with it; nothing where it is missing or was never finished. */
  readonly problem?: string;
}

/** The file of a clips' folder that remembers what was rendered. */
const JOURNAL = "clips.jsonl";

/** What a folder remembers, read without writing anything; nothing where that is damaged. */
export async function readRendered(folder: string): Promise<RenderedClip[]> {
  try {
    return await readJournal<RenderedClip>(join(folder, JOURNAL));
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/**
 * Opens what a folder remembers to add to it; where that is damaged it is set aside and begun anew.
 *
 * @throws {UnwritableError} when the folder cannot be written
 */
export async function openRendered(folder: string): Promise<Journal<RenderedClip>> {
  const path = join(folder, JOURNAL);
  const open = () => openJournal<RenderedClip>(path);
  return await readOrMake({ path, read: open, make: open });
}

/** The clips that are not what was rendered. */
export async function findUnusable(
  files: readonly VideoFile[],
  rendered: readonly RenderedClip[],
): Promise<UnusableClip[]> {
  const byId = new Map(rendered.map((clip) => [clip.videoId, clip]));
  const unusable: UnusableClip[] = [];
  for (const file of files) {
    const clip = byId.get(file.videoId);
    if (clip === undefined || !await exists(file.path)) unusable.push(file);
    else {
      const problem = await problemOf(file.path, clip);
      if (problem !== undefined) unusable.push({ ...file, problem });
    }
  }
  return unusable;
}

async function problemOf(path: string, clip: RenderedClip): Promise<string | undefined> {
  const { size } = await Deno.stat(path);
  if (size !== clip.bytes) {
    return `${path}: expected the ${clip.bytes} bytes that were rendered, got ${size}`;
  }
  const sha256 = await digestOfFile(path);
  if (sha256 === clip.sha256) return undefined;
  return `${path}: expected content of SHA-256 ${clip.sha256.slice(0, 8)}…, got ` +
    `${sha256.slice(0, 8)}…; it was altered after it was rendered`;
}
