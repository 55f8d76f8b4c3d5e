import assert from "assert";
import { join } from "node:path";
import { encodeClips } from "lib/encoders/frames/encode_clips.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { encodeSounds } from "lib/encoders/sound/encode_sounds.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { listVideos } from "lib/loaders/clips/video_folder.ts";
import { shipped } from "../loaders/clips/_clips.ts";
import { inFolder } from "../_in_folder.ts";
import { testWithDisk } from "../_unwritable.ts";
import { makeMixedClips } from "./_mixed_clips.ts";

/** Pictures and sound of clips, kept below a folder or not. */
async function encodeBoth(clips: string, folder: string) {
  const files = await listVideos(clips);
  const options = { fps: 2, ffmpeg: shipped, folder };
  return [
    await encodeClips(files, { ...options, encoder: frameStats }),
    await encodeSounds(files, { ...options, encoder: logMelStats }),
  ];
}

const everything = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();

Deno.test("openStoreOrMemory() encodes all the same where no folder can be made", () =>
  inFolder(async (folder) => {
    await makeMixedClips(folder);
    const kept = await encodeBoth(folder, join(folder, "features"));
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    assert.deepEqual(await encodeBoth(folder, join(file, "features")), kept);
  }));

testWithDisk(
  "openStoreOrMemory() reads what is kept on a read-only disk and encodes the rest",
  (disk) =>
    inFolder(async (folder) => {
      await makeMixedClips(folder);
      const features = join(disk.folder, "features");
      const kept = await encodeBoth(folder, features);
      const [store] = (await everything(features)).filter((name) => name.startsWith("frame-stats"));
      await Deno.remove(join(features, store!, "embeddings_both.h5"));
      const path = join(features, store!, "embeddings_mute.h5");
      await Deno.writeFile(path, (await Deno.readFile(path)).subarray(0, 900));
      const before = await everything(join(features, store!));
      await disk.makeReadOnly();
      assert.deepEqual(await encodeBoth(folder, features), kept);
      assert.deepEqual(await everything(join(features, store!)), before);
    }),
);

testWithDisk(
  "openStoreOrMemory() encodes all the same on a full disk",
  (disk) =>
    inFolder(async (folder) => {
      await makeMixedClips(folder);
      const kept = await encodeBoth(folder, join(folder, "features"));
      await Deno.mkdir(join(disk.folder, "features"));
      await disk.fill();
      assert.deepEqual(await encodeBoth(folder, join(disk.folder, "features")), kept);
    }),
);
