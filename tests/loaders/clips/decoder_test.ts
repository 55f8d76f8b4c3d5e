import assert from "assert";
import { join } from "node:path";
import { startDecoder } from "lib/loaders/clips/decoder.ts";
import { readFrames } from "lib/loaders/clips/frames.ts";
import { H264, makeClip, shipped, testPicture } from "./_clips.ts";
import { inFolder } from "../../_in_folder.ts";

const OPTIONS = {
  ffmpeg: shipped,
  geometry: { resize: { width: 16, height: 24 }, filter: "bilinear" },
  fps: 10,
} as const;

Deno.test("startDecoder() hands over the frames of readFrames(), several clips at once", () =>
  inFolder(async (folder) => {
    const [a, b] = [join(folder, "a.mp4"), join(folder, "b.mp4")];
    await makeClip(a, [...testPicture(), ...H264]);
    await makeClip(b, [...testPicture({ seconds: 2 }), ...H264]);
    const decoder = startDecoder({ ...OPTIONS, ahead: 3 });
    try {
      const reading = [decoder.frames(a), decoder.frames(b)];
      const [first, second] = await Promise.all(reading.map((frames) => Array.fromAsync(frames)));
      assert.deepEqual(first, await Array.fromAsync(readFrames(a, OPTIONS)));
      assert.deepEqual(second, await Array.fromAsync(readFrames(b, OPTIONS)));
    } finally {
      decoder.close();
    }
  }));

Deno.test("startDecoder() decodes on while the caller's thread is blocked", () =>
  inFolder(async (folder) => {
    const clip = join(folder, "clip.mp4");
    await makeClip(clip, [...testPicture({ seconds: 2 }), ...H264]);
    const decoder = startDecoder(OPTIONS);
    try {
      const frames = decoder.frames(clip);
      await frames.next();
      const blocked = performance.now() + 700;
      while (performance.now() < blocked);
      const started = performance.now();
      for (let i = 1; i < 20; i++) await frames.next();
      assert.ok(performance.now() - started < 100, "the frames were not decoded meanwhile");
      await frames.return(undefined);
    } finally {
      decoder.close();
    }
  }));

Deno.test("startDecoder() passes on what is wrong with a clip and goes on", () =>
  inFolder(async (folder) => {
    const [bad, good] = [join(folder, "bad.mp4"), join(folder, "good.mp4")];
    await Deno.writeTextFile(bad, "text");
    await makeClip(good, [...testPicture(), ...H264]);
    const decoder = startDecoder(OPTIONS);
    try {
      await assert.rejects(Array.fromAsync(decoder.frames(bad)), {
        name: "FfmpegError",
        message: /^Cannot decode .*bad.mp4: .*moov atom not found/,
      });
      assert.equal((await Array.fromAsync(decoder.frames(good))).length, 10);
    } finally {
      decoder.close();
    }
  }));

Deno.test("startDecoder() passes on errors of any other kind", async () => {
  const decoder = startDecoder({ ...OPTIONS, fps: 0 });
  try {
    await assert.rejects(Array.fromAsync(decoder.frames("clip.mp4")), { name: "RangeError" });
  } finally {
    decoder.close();
  }
});
