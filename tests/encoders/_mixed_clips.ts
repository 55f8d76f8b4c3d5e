import { join } from "node:path";
import { H264, makeClip, testPicture } from "../loaders/clips/_clips.ts";

/** Input arguments for a tone of 440 Hz. */
function tone(seconds: number): string[] {
  return ["-f", "lavfi", "-i", `sine=frequency=440:duration=${seconds}:sample_rate=16000`];
}

/**
 * Fills a folder with clips that have not all the same: `both` shows and plays 1 s, `heard` plays 2 s,
 * `mute` shows 1 s, and `broken` is no clip.
 */
export async function makeMixedClips(folder: string): Promise<void> {
  const path = (id: string) => join(folder, `video_${id}.mp4`);
  const uncompressed = ["-c:a", "pcm_s16le", "-f", "mov"];
  await makeClip(path("both"), [...testPicture(), ...tone(1), ...H264, ...uncompressed]);
  await makeClip(path("heard"), [...tone(2), ...uncompressed]);
  await makeClip(path("mute"), [...testPicture(), ...H264]);
  await Deno.writeTextFile(path("broken"), "no clip");
}
