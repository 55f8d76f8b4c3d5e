import installer from "@ffmpeg-installer/ffmpeg";
import { findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";

/** The shipped ffmpeg, the same on every machine. */
export const shipped = await findFfmpeg(installer.path);

/** Makes a clip; `args` are ffmpeg's between the log level and the file's name. */
export async function makeClip(path: string, args: readonly string[]): Promise<void> {
  const command = new Deno.Command(installer.path, {
    args: ["-nostdin", "-loglevel", "error", "-y", ...args, path],
    stdout: "null",
  });
  const { success, stderr } = await command.output();
  if (!success) throw new Error(`Cannot make ${path}: ${new TextDecoder().decode(stderr)}`);
}

/** Input arguments for a moving test picture without sound. */
export function testPicture({ size = "64x96", rate = 10, seconds = 1 } = {}): string[] {
  return ["-f", "lavfi", "-i", `testsrc=size=${size}:rate=${rate}:duration=${seconds}`];
}

/** Output arguments for small H.264. */
export const H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"] as const;

/** Cosine of the angle between two vectors. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return dot / Math.sqrt(aa * bb);
}
