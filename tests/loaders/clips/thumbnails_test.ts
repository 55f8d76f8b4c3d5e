import assert from "assert";
import { join } from "node:path";
import sharp from "sharp";
import { readThumbnails } from "lib/loaders/clips/thumbnails.ts";
import { H264, makeClip, shipped, testPicture } from "./_clips.ts";
import { inFolder } from "../../_in_folder.ts";

Deno.test("readThumbnails() spreads pictures over the clip, each a JPEG of the size asked for", () =>
  inFolder(async (folder) => {
    const path = join(folder, "video_a.mp4");
    await makeClip(path, [...testPicture({ seconds: 2 }), ...H264]); // 20 frames at 10 a second
    const options = { ffmpeg: shipped, fps: 10, size: { width: 18, height: 32 } };
    const pictures = await readThumbnails(path, { ...options, count: 4 });
    assert.deepEqual(pictures.map(({ timestampMs }) => timestampMs), [0, 500, 1000, 1500]);
    const [head, body] = pictures[0]!.picture.split(",");
    assert.equal(head, "data:image/jpeg;base64");
    const { format, width, height } = await sharp(Uint8Array.fromBase64(body!)).metadata();
    assert.deepEqual({ format, width, height }, { format: "jpeg", width: 18, height: 32 });
    const all = await readThumbnails(path, { ...options, fps: 1 });
    assert.deepEqual(all.map(({ timestampMs }) => timestampMs), [0, 1000]);
    await assert.rejects(readThumbnails(path, { ...options, count: 0 }), {
      name: "RangeError",
      message: /expected a count of at least 1, got 0$/,
    });
  }));
