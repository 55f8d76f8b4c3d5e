import { join } from "node:path";

const VIDEO_ID = /^[\w-]{1,64}$/;

/** A clip on disk. */
export interface VideoFile {
  /** 1 to 64 characters of `[A-Za-z0-9_-]`; YouTube's have 11. */
  readonly videoId: string;
  readonly path: string;
}

/** Name of a video's clip, as the downloader of the original data set gave it. */
export function videoFileName(videoId: string): string {
  return `video_${checkVideoId(videoId)}.mp4`;
}

/**
 * Lists a folder's clips, `video_<video id>.mp4`, by id; other files are left out.
 *
 * @throws {Deno.errors.NotFound} when the folder is missing
 */
export async function listVideos(folder: string): Promise<VideoFile[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name);
  return names.sort().flatMap((name) => {
    const videoId = name.match(/^video_(.*)\.mp4$/)?.[1] ?? "";
    return VIDEO_ID.test(videoId) ? [{ videoId, path: join(folder, name) }] : [];
  });
}

/**
 * Returns a video id that is one.
 *
 * @throws {RangeError} when it is not 1 to 64 characters of `[A-Za-z0-9_-]`
 */
export function checkVideoId(videoId: string): string {
  if (VIDEO_ID.test(videoId)) return videoId;
  throw new RangeError(
    `Cannot use ${JSON.stringify(videoId)} as a video id: expected 1 to 64 of [A-Za-z0-9_-]`,
  );
}
