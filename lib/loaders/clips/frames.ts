import type { Frame } from "lib/types.ts";
import { type Ffmpeg, FfmpegError, runFfmpeg } from "lib/loaders/clips/ffmpeg.ts";

/** How a picture is brought to the size that an encoder reads. */
export interface FrameGeometry {
  /** First: to exactly this size, or until the shorter edge has this length; in pixels. */
  readonly resize: { readonly width: number; readonly height: number } | {
    readonly shortestEdge: number;
  };
  /** Then: this much from the centre, in pixels. */
  readonly crop?: { readonly width: number; readonly height: number };
  /** Resampling filter, antialiased when shrinking as Pillow's are. */
  readonly filter: ResamplingFilter;
}

/** Pillow's resampling filters that swscale has too. */
export type ResamplingFilter = keyof typeof SWSCALE_FLAGS;

const SWSCALE_FLAGS = {
  nearest: "flags=neighbor",
  box: "flags=area",
  bilinear: "flags=bilinear+accurate_rnd+full_chroma_int+full_chroma_inp",
  bicubic: "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp:param0=0:param1=0.5",
  lanczos: "flags=lanczos+accurate_rnd+full_chroma_int+full_chroma_inp:param0=3",
} as const;

/** Knobs of `readFrames`. */
export interface ReadFramesOptions {
  readonly ffmpeg: Ffmpeg;
  readonly geometry: FrameGeometry;
  /** Frames a second of the clip, whatever its own rate is. */
  readonly fps: number;
  /** Gives up on a clip that yields nothing for this long, in seconds. @default 60 */
  readonly stallSeconds?: number;
}

/**
 * Streams a clip's pictures at a steady rate, upright and at the encoder's size.
 *
 * Frame i shows the clip at `timestampMs = 1000 * i / fps`; nothing is read ahead of the consumer
 * but a pipe's buffer, so memory does not grow with the clip's length.
 *
 * @throws {RangeError} when the rate is not positive or the geometry leaves the size open
 * @throws {FfmpegError} when the clip cannot be read whole; frames may have come before
 */
export async function* readFrames(file: string, options: ReadFramesOptions): AsyncGenerator<Frame> {
  const { ffmpeg, geometry, fps, stallSeconds } = options;
  if (!(fps > 0 && fps <= 1000)) {
    throw new RangeError(`Cannot read frames of ${file}: expected 0 < fps <= 1000, got ${fps}`);
  }
  const { width, height } = frameSize(geometry);
  const chunks = runFfmpeg(ffmpeg, file, {
    stallSeconds,
    output: ["-map", "0:V:0", "-vf", filterGraph(geometry, fps), "-f", "rawvideo"],
  });
  let count = 0;
  for await (const pixels of inPieces(chunks, width * height * 3)) {
    yield { timestampMs: 1000 * count++ / fps, width, height, pixels };
  }
  if (count === 0) throw new FfmpegError(file, `no picture at ${fps} frames a second`);
}

/**
 * Width and height in pixels that a geometry ends with.
 *
 * @throws {RangeError} when it depends on the clip, or the crop does not fit
 */
export function frameSize(geometry: FrameGeometry): { width: number; height: number } {
  const { resize, crop } = geometry;
  const [width, height] = "shortestEdge" in resize
    ? [resize.shortestEdge, resize.shortestEdge]
    : [resize.width, resize.height];
  if (!crop && "shortestEdge" in resize) {
    throw new RangeError(
      `Cannot bring frames to one size: expected a crop after shortestEdge ${width}, got none`,
    );
  }
  if (crop && (crop.width > width || crop.height > height)) {
    throw new RangeError(
      `Cannot crop ${crop.width}x${crop.height} from frames of at least ${width}x${height} pixels`,
    );
  }
  return crop ? { width: crop.width, height: crop.height } : { width, height };
}

/** Rate, size, colours and crop as ffmpeg's `-vf`, which decides a frame's pixels. */
export function filterGraph({ resize, crop, filter }: FrameGeometry, fps: number): string {
  return [
    `fps=${fps}:start_time=0`,
    `scale=${scaledSize(resize)}:${SWSCALE_FLAGS[filter]}`,
    "format=rgb24", // before the crop, which else keeps to whole chroma pixels
    ...(crop ? [`crop=${crop.width}:${crop.height}`] : []),
  ].join(",");
}

/** Width and height for ffmpeg's `scale`; a long edge is cut to whole pixels as Pillow's users do. */
function scaledSize(resize: FrameGeometry["resize"]): string {
  if ("width" in resize) return `${resize.width}:${resize.height}`;
  const { shortestEdge: edge } = resize;
  return `'trunc(max(${edge},${edge}*iw/ih))':'trunc(max(${edge},${edge}*ih/iw))'`;
}

/** Regroups bytes into pieces of `size`; a last piece that is cut short is left out. */
async function* inPieces(chunks: AsyncIterable<Uint8Array>, size: number) {
  let piece = new Uint8Array(size);
  let filled = 0;
  for await (let chunk of chunks) {
    while (chunk.length > 0) {
      const part = chunk.subarray(0, size - filled);
      piece.set(part, filled);
      filled += part.length;
      chunk = chunk.subarray(part.length);
      if (filled < size) continue;
      yield piece;
      [piece, filled] = [new Uint8Array(size), 0];
    }
  }
}
