import assert from "assert";
import { existsSync } from "node:fs";
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

Deno.test({
  name: "startDecoder() decodes on while the caller's thread is blocked",
  ignore: Deno.build.os === "windows", // no shell scripts
  fn: () =>
    inFolder(async (folder) => {
      const [clip, script, ended] = ["clip.mp4", "ffmpeg.sh", "ended"].map((name) =>
        join(folder, name)
      );
      await makeClip(clip!, [...testPicture({ seconds: 2 }), ...H264]);
      await Deno.writeTextFile(script!, `#!/bin/sh\n"${shipped.path}" "$@"; echo > "${ended}"\n`);
      await Deno.chmod(script!, 0o755);
      // 20 frames are 6 MB, of which a pipe holds 64 kB: ffmpeg ends only if all are read meanwhile.
      const geometry = { resize: { width: 320, height: 320 }, filter: "bilinear" } as const;
      const ffmpeg = { ...shipped, path: script! };
      const decoder = startDecoder({ ...OPTIONS, ffmpeg, geometry });
      try {
        const frames = decoder.frames(clip!);
        assert.ok(blockUntilThere(ended!), "the frames were not decoded meanwhile");
        assert.equal((await Array.fromAsync(frames)).length, 20);
      } finally {
        decoder.close();
      }
    }),
});

/** Blocks this thread until a file appears, or for a minute at most. */
function blockUntilThere(path: string): boolean {
  const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));
  for (let look = 0; look < 3000; look++) {
    if (existsSync(path)) return true;
    Atomics.wait(nobodyWakes, 0, 0, 20);
  }
  return false;
}

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
