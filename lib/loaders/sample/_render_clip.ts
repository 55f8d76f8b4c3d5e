import { join } from "node:path";
import { CLIP_FORMAT } from "lib/loaders/sample/_clip_format.ts";
import { drawFrames } from "lib/loaders/sample/_clip_frames.ts";
import { makeSound } from "lib/loaders/sample/_clip_sound.ts";
import { feedFfmpeg, type Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { writeAtomic } from "lib/files.ts";
import type { SampleVideo } from "lib/loaders/sample/sample_corpus.ts";

const { width, height, fps, sampleRateHz } = CLIP_FORMAT;

/** H.264 and AAC that any player reads, without a date, a name or another trace of the run. */
export const CLIP_ENCODING = [
  ...["-map", "0:v", "-map", "1:a", "-map_metadata", "-1"],
  ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"],
  ...["-sws_flags", "bilinear+accurate_rnd+full_chroma_int", "-threads", "1"],
  ...["-c:a", "aac", "-b:a", "64k"],
  ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"],
] as const;

/**
 * Renders one video's clip; its file appears whole or not at all.
 *
 * @throws {FfmpegError} when ffmpeg cannot encode it
 */
export async function renderClip(
  path: string,
  video: Pick<SampleVideo, "recipe" | "words">,
  ffmpeg: Ffmpeg,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sample-clip-" });
  try {
    const [sound, clip] = [join(folder, "sound.pcm"), join(folder, "clip.mp4")];
    await Deno.writeFile(sound, pcmOf(makeSound(video.recipe, video.words)));
    const pictures = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`];
    await feedFfmpeg(ffmpeg, clip, {
      args: [
        ...[...pictures, "-r", `${fps}`, "-i", "pipe:0"],
        ...["-f", "s16le", "-ar", `${sampleRateHz}`, "-ac", "1", "-i", `file:${sound}`],
        ...CLIP_ENCODING,
      ],
      chunks: drawFrames(video.recipe),
    });
    await writeAtomic(path, await Deno.readFile(clip));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Samples in -1..1 as 16-bit integers, low byte first. */
function pcmOf(samples: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * samples.length));
  samples.forEach((sample, i) => view.setInt16(2 * i, Math.round(sample * 32_767), true));
  return new Uint8Array(view.buffer);
}
