import { dirname, join } from "node:path";
import { writeAtomic, writingTo } from "lib/files.ts";
import { feedFfmpeg, type Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { CLIP_FORMAT } from "lib/loaders/sample/_clip_format.ts";
import { type ClipSource, drawClip } from "lib/loaders/sample/_draw_clip.ts";
import { digestOfBytes } from "lib/storage/digest.ts";

const { width, height, fps, sampleRateHz } = CLIP_FORMAT;

/** Folders in which clips are at work start so; a killed process leaves them. */
export const SCRATCH_PREFIX = "scratch-";

/**
 * What ffmpeg is told: H.264 and AAC that any player reads, without a date, a name or another trace of
 * the run.
 *
 * @param sound the file of the clip's sound; its pictures come in by standard input
 */
export function clipArguments(sound: string): string[] {
  return [
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`],
    ...["-r", `${fps}`, "-i", "pipe:0"],
    ...["-f", "s16le", "-ar", `${sampleRateHz}`, "-ac", "1", "-i", `file:${sound}`],
    ...["-map", "0:v", "-map", "1:a", "-map_metadata", "-1"],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"],
    ...["-sws_flags", "bilinear+accurate_rnd+full_chroma_int", "-threads", "1"],
    ...["-c:a", "aac", "-b:a", "64k"],
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"],
  ];
}

/** What was written of a clip. */
export interface WrittenClip {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Renders one video's clip; its file appears whole or not at all.
 *
 * @throws {FfmpegError} when ffmpeg cannot encode it
 * @throws {UnwritableError} when its folder cannot be written
 */
export async function renderClip(
  path: string,
  source: ClipSource,
  { ffmpeg }: { readonly ffmpeg: Ffmpeg },
): Promise<WrittenClip> {
  const dir = dirname(path);
  const scratch = await writingTo(path, () => Deno.makeTempDir({ dir, prefix: SCRATCH_PREFIX }));
  try {
    const [soundFile, clip] = [join(scratch, "sound.pcm"), join(scratch, "clip.mp4")];
    const { frames, sound } = drawClip(source);
    await writingTo(path, () => Deno.writeFile(soundFile, sound));
    await feedFfmpeg(ffmpeg, clip, { args: clipArguments(soundFile), chunks: frames });
    const content = await Deno.readFile(clip);
    await writeAtomic(path, content);
    return { bytes: content.length, sha256: digestOfBytes(content) };
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}
