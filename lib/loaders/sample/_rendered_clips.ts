import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";
import type { WrittenClip } from "lib/loaders/sample/_render_clip.ts";
import { readOrMake } from "lib/storage/damage.ts";
import { digestOfFile } from "lib/storage/file_digests.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";

/** What was rendered whole, by video. */
export type RenderedClips = ReadonlyMap<string, WrittenClip>;

/** A clip that cannot be used as it lies there. */
export interface UnusableClip extends VideoFile {
  /** What is wrong with it; nothing where it is missing or was never finished. */
  readonly problem?: string;
}

/** The file of a clips' folder that remembers what was rendered; it holds no trace of the order. */
const MEMORY = "clips.json";

interface RememberedClip extends WrittenClip {
  readonly videoId: string;
}

/** What a folder remembers, read without writing anything; nothing where that is damaged. */
export async function readRendered(folder: string): Promise<RenderedClips> {
  try {
    return await readMemory(join(folder, MEMORY));
  } catch (error) {
    if (error instanceof SyntaxError) return new Map();
    throw error;
  }
}

/** What a folder remembers, and a way to add to it. */
export interface Memory {
  readonly clips: RenderedClips;
  /** @throws {UnwritableError} when it cannot be written */
  add(videoId: string, clip: WrittenClip): Promise<void>;
}

/** Opens what a folder remembers; where that is damaged it is set aside and begun anew. */
export async function openRendered(folder: string): Promise<Memory> {
  const path = join(folder, MEMORY);
  const clips = await readOrMake<Map<string, WrittenClip>>({
    path,
    read: () => readMemory(path),
    make: () => Promise.resolve(new Map()),
  });
  let writing = Promise.resolve(); // one after another, so that the last one holds all
  return {
    clips,
    add(videoId, { bytes, sha256 }) {
      clips.set(videoId, { bytes, sha256 });
      writing = writing.then(() => writeMemory(path, clips));
      return writing;
    },
  };
}

async function readMemory(path: string): Promise<Map<string, WrittenClip>> {
  if (!await exists(path)) return new Map();
  const remembered = parseSealed(await Deno.readTextFile(path), path) as RememberedClip[];
  return new Map(remembered.map(({ videoId, bytes, sha256 }) => [videoId, { bytes, sha256 }]));
}

async function writeMemory(path: string, clips: RenderedClips): Promise<void> {
  const remembered = [...clips].map(([videoId, clip]) => ({ videoId, ...clip }));
  remembered.sort((a, b) => a.videoId < b.videoId ? -1 : 1);
  await writeAtomic(path, sealed(remembered));
}

/** The clips that are not what was rendered. */
export async function findUnusable(
  files: readonly VideoFile[],
  rendered: RenderedClips,
): Promise<UnusableClip[]> {
  const unusable: UnusableClip[] = [];
  for (const file of files) {
    const clip = rendered.get(file.videoId);
    if (clip === undefined || !await exists(file.path)) unusable.push(file);
    else {
      const problem = await problemOf(file.path, clip);
      if (problem !== undefined) unusable.push({ ...file, problem });
    }
  }
  return unusable;
}

async function problemOf(path: string, clip: WrittenClip): Promise<string | undefined> {
  const { size } = await Deno.stat(path);
  if (size !== clip.bytes) {
    return `${path}: expected the ${clip.bytes} bytes that were rendered, got ${size}`;
  }
  const sha256 = await digestOfFile(path);
  if (sha256 === clip.sha256) return undefined;
  return `${path}: expected content of SHA-256 ${clip.sha256.slice(0, 8)}…, got ` +
    `${sha256.slice(0, 8)}…; it was altered after it was rendered`;
}
