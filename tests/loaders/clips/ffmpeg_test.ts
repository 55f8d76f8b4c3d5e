import assert from "assert";
import { join } from "node:path";
import { feedFfmpeg, FfmpegError, findFfmpeg, runFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { complaintOf } from "lib/loaders/clips/_ffmpeg_log.ts";
import { H264, makeClip, shipped, testPicture } from "./_clips.ts";
import { inFolder } from "../../_in_folder.ts";

const RAW = ["-map", "0:V:0", "-f", "rawvideo"];

async function bytesOf(file: string, more: { stallSeconds?: number } = {}): Promise<number> {
  let bytes = 0;
  for await (const chunk of runFfmpeg(shipped, file, { output: RAW, ...more })) {
    bytes += chunk.length;
  }
  return bytes;
}

Deno.test("findFfmpeg() takes the named one and says so", () => {
  assert.equal(shipped.origin, "FFMPEG");
  assert.match(shipped.version, /^\S+$/);
});

Deno.test("findFfmpeg() refuses a named one that does not run instead of taking another", async () => {
  await assert.rejects(findFfmpeg("/nowhere/ffmpeg"), {
    name: "NotFound",
    message: "FFMPEG: expected an ffmpeg that runs, got /nowhere/ffmpeg",
  });
  await assert.rejects(findFfmpeg(Deno.execPath()), { name: "NotFound" });
});

Deno.test("findFfmpeg() finds one on every machine", async () => {
  const found = await findFfmpeg();
  assert.ok(["the system", "npm:@ffmpeg-installer/ffmpeg"].includes(found.origin));
});

Deno.test("runFfmpeg() streams all of a whole file", () =>
  inFolder(async (folder) => {
    const clip = join(folder, "-odd name, [50%] 'quoted'.mp4");
    await makeClip(clip, [...testPicture({ size: "32x32" }), ...H264]);
    assert.equal(await bytesOf(clip), 10 * 32 * 32 * 1.5); // ten frames of 4:2:0
  }));

Deno.test("runFfmpeg() gives ffmpeg's reason and the file", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "text.mp4"), "no clip at all");
    await Deno.mkdir(join(folder, "folder.mp4"));
    await makeClip(join(folder, "sound.mp4"), ["-f", "lavfi", "-i", "sine=duration=0.2"]);
    const reasons = {
      "missing.mp4": /No such file or directory/,
      "text.mp4": /moov atom not found|Invalid data/,
      "folder.mp4": /Is a directory/,
      "sound.mp4": /Stream map '0:V:0' matches no streams/,
    };
    for (const [name, reason] of Object.entries(reasons)) {
      const file = join(folder, name);
      await assert.rejects(bytesOf(file), (error: Error) => {
        assert.ok(error instanceof FfmpegError);
        assert.equal(error.file, file);
        assert.match(error.reason, reason);
        assert.equal(error.message, `Cannot decode ${file}: ${error.reason}`);
        return true;
      });
    }
  }));

Deno.test("runFfmpeg() opens no URL that a playlist names", () =>
  inFolder(async (folder) => {
    const server = Deno.serve({ port: 0, onListen: () => {} }, () => new Response("asked"));
    try {
      const { port } = server.addr;
      const url = `http://localhost:${port}/x.ts`;
      const list = join(folder, "list.m3u8");
      await Deno.writeTextFile(list, `#EXTM3U\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`);
      await assert.rejects(bytesOf(list), /not on whitelist|Invalid data|not found/);
    } finally {
      await server.shutdown();
    }
  }));

Deno.test({
  name: "runFfmpeg() kills an ffmpeg that stalls",
  ignore: Deno.build.os === "windows", // no mkfifo
  fn: () =>
    inFolder(async (folder) => {
      const pipe = join(folder, "pipe.mp4");
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      const stalled = { reason: "ffmpeg gave nothing for 0.3 s" };
      await assert.rejects(bytesOf(pipe, { stallSeconds: 0.3 }), stalled);
    }),
});

Deno.test("runFfmpeg() holds no alarm against a reader who takes its time, and ends when it leaves", () =>
  inFolder(async (folder) => {
    const clip = join(folder, "clip.mp4");
    await makeClip(clip, [...testPicture({ size: "320x320", seconds: 3 }), ...H264]);
    using alarms = watchAlarms(3_600_000);
    let bytes = 0;
    for await (const chunk of runFfmpeg(shipped, clip, { output: RAW, stallSeconds: 3600 })) {
      bytes += chunk.length;
      assert.equal(alarms.pending.size, 0, "an alarm runs while the reader is busy");
      if (bytes > 500_000) break;
    }
    assert.ok(bytes > 500_000);
    assert.ok(alarms.set > 1, "each wait for ffmpeg has its alarm");
    assert.equal(alarms.pending.size, 0);
  }));

/** Watches the timers of a delay that are set and not yet cleared. */
function watchAlarms(delayMs: number) {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const alarms = {
    pending: new Set<unknown>(),
    set: 0,
    [Symbol.dispose]: () => Object.assign(globalThis, { setTimeout: set, clearTimeout: clear }),
  };
  Object.assign(globalThis, {
    setTimeout(callback: () => void, delay: number) {
      const id = set(callback, delay);
      if (delay === delayMs) (alarms.pending.add(id), alarms.set++);
      return id;
    },
    clearTimeout(id: number) {
      clear(id);
      alarms.pending.delete(id);
    },
  });
  return alarms;
}

Deno.test("complaintOf() tells a cut file from a whole one that ended with exit code 0", () => {
  assert.equal(complaintOf("", 0), undefined);
  assert.equal(complaintOf("[h264 @ 0x1a2b] mmco: unref short failure\n", 0), undefined);
  assert.equal(
    complaintOf("[in#0/mov,mp4 @ 0x1a2b] stream 0, offset 0x11c41: partial file\n", 0),
    "in#0/mov,mp4: stream 0, offset 0x11c41: partial file",
  );
  assert.equal(
    complaintOf("[matroska,webm @ 0x1a] Read error\n", 0),
    "matroska,webm: Read error",
  );
});

Deno.test("complaintOf() prefers the cause to what followed from it", () => {
  const log = "[mov,mp4 @ 0x1] moov atom not found\n" +
    "[in#0 @ 0x2] Error opening input: Invalid data found when processing input\n" +
    "Error opening input file x.mp4.\n" +
    "Error opening input files: Invalid data found when processing input\n";
  assert.equal(complaintOf(log, 183), "mov,mp4: moov atom not found");
  assert.equal(complaintOf("Conversion failed!\n", 1), "Conversion failed!");
  assert.equal(complaintOf("", 9), "ffmpeg ended with code 9 and no message");
});

const GREY = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", "16x16", "-i", "pipe:0", ...H264];

Deno.test("feedFfmpeg() makes a file of all chunks and replaces an older one", () =>
  inFolder(async (folder) => {
    const file = join(folder, "grey.mp4");
    await Deno.writeTextFile(file, "older");
    await feedFfmpeg(shipped, file, { args: GREY, chunks: Array(7).fill(new Uint8Array(256)) });
    assert.equal(await bytesOf(file), 7 * 16 * 16 * 1.5);
  }));

Deno.test("feedFfmpeg() gives ffmpeg's reason when it stops reading", () =>
  inFolder(async (folder) => {
    const file = join(folder, "grey.mp4");
    const chunks = Array(200).fill(new Uint8Array(65_536));
    await assert.rejects(
      feedFfmpeg(shipped, file, { args: [...GREY, "-c:v", "nonsense"], chunks }),
      {
        name: "FfmpegError",
        message: `Cannot encode ${file}: Unknown encoder 'nonsense'`,
      },
    );
  }));

Deno.test("feedFfmpeg() ends ffmpeg and passes the error on when a chunk cannot be made", () =>
  inFolder(async (folder) => {
    function* chunks() {
      yield new Uint8Array(256);
      throw new RangeError("no more");
    }
    const fed = feedFfmpeg(shipped, join(folder, "grey.mp4"), { args: GREY, chunks: chunks() });
    await assert.rejects(fed, { name: "RangeError", message: "no more" });
  }));
