import assert from "assert";
import { join } from "node:path";
import { encodeClips } from "lib/encoders/frames/encode_clips.ts";
import { inFolder } from "../../_in_folder.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { listVideos } from "lib/loaders/clips/video_folder.ts";
import { H264, makeClip, shipped, testPicture } from "../../loaders/clips/_clips.ts";

Deno.test("encodeClips() gives each clip's frames and their times, and names clips that are broken", () =>
  inFolder(async (folder) => {
    for (const [id, seconds] of [["a", 1], ["c", 2]] as const) {
      await makeClip(join(folder, `video_${id}.mp4`), [...testPicture({ seconds }), ...H264]);
    }
    await Deno.writeTextFile(join(folder, "video_b.mp4"), "no clip");
    const files = await listVideos(folder);
    const options = { encoder: frameStats, fps: 2, ffmpeg: shipped, folder: join(folder, "out") };
    const first = await encodeClips(files, options);
    assert.deepEqual(first.rows, [0, 2]);
    assert.deepEqual(first.features.items.map(({ rows }) => rows), [2, 4]);
    assert.deepEqual(first.timestampsMs.map((times) => [...times]), [[0, 500], [
      0,
      500,
      1000,
      1500,
    ]]);
    assert.deepEqual(first.failed.map(({ videoId }) => videoId), ["b"]);
    assert.match(first.failed[0]!.reason, /moov atom not found|Invalid data/);
    await Promise.all([0, 2].map((i) => Deno.remove(files[i]!.path)));
    assert.deepEqual(await encodeClips(files, options), first); // read from where they were kept
  }));
