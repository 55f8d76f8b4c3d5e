import sharp from "sharp";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { readFrames } from "lib/loaders/clips/frames.ts";
import type { Frame } from "lib/types.ts";

/** A small picture of a clip at one moment. */
export interface Thumbnail {
  readonly timestampMs: number;
  /** A JPEG as a `data:` URI. */
  readonly picture: string;
}

/** How `readThumbnails` makes pictures. */
export interface ThumbnailOptions {
  readonly ffmpeg: Ffmpeg;
  /** Frames a second that are looked at. */
  readonly fps: number;
  /** Most pictures, spread evenly over the clip. @default 9 */
  readonly count?: number;
  /** In pixels; clips of another shape than upright 9:16 are squeezed into it. @default 72 x 128 */
  readonly size?: { readonly width: number; readonly height: number };
}

/**
 * Reads a few small pictures of a clip, spread evenly from its first frame on.
 *
 * @throws {RangeError} when the rate or the count is not positive
 * @throws {FfmpegError} when the clip cannot be read whole
 */
export async function readThumbnails(
  file: string,
  options: ThumbnailOptions,
): Promise<Thumbnail[]> {
  const { ffmpeg, fps, count = 9, size = { width: 72, height: 128 } } = options;
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new RangeError(
      `Cannot read pictures of ${file}: expected a count of at least 1, got ${count}`,
    );
  }
  const geometry = { resize: size, filter: "bilinear" } as const;
  const frames = await Array.fromAsync(readFrames(file, { ffmpeg, geometry, fps }));
  const shown = Math.min(count, frames.length);
  const picked = Array.from(
    { length: shown },
    (_, i) => frames[Math.floor(i * frames.length / shown)]!,
  );
  return await Promise.all(picked.map(thumbnailOf));
}

async function thumbnailOf({ timestampMs, width, height, pixels }: Frame): Promise<Thumbnail> {
  const raw = { width, height, channels: 3 } as const;
  const jpeg = await sharp(pixels, { raw }).jpeg({ quality: 70 }).toBuffer();
  return { timestampMs, picture: `data:image/jpeg;base64,${jpeg.toString("base64")}` };
}
