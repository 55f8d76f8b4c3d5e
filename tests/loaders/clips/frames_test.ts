import assert from "assert";
import { join } from "node:path";
import type { Frame } from "lib/types.ts";
import { type FrameGeometry, frameSize, readFrames } from "lib/loaders/clips/frames.ts";
import { H264, makeClip, shipped, testPicture } from "./_clips.ts";
import { inFolder } from "../../_in_folder.ts";

const SMALL: FrameGeometry = { resize: { width: 32, height: 48 }, filter: "bilinear" };

function read(file: string, geometry = SMALL, fps = 10): Promise<Frame[]> {
  return Array.fromAsync(readFrames(file, { ffmpeg: shipped, geometry, fps }));
}

/** Colour of a pixel, x and y in 0..1. */
function colourAt({ width, height, pixels }: Frame, x: number, y: number): number[] {
  const at = 3 * (Math.floor(y * height) * width + Math.floor(x * width));
  return [...pixels.subarray(at, at + 3)];
}

function assertColour(actual: number[], expected: number[]) {
  const far = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
  assert.ok(far < 40, `expected about ${expected}, got ${actual}`); // compressed colours wander
}

/** A red picture whose upper left quarter is blue. */
const BLUE_CORNER = (size: string, corner: string) => [
  "-f",
  "lavfi",
  "-i",
  `color=c=red:s=${size}:r=10:d=0.5,drawbox=x=0:y=0:${corner}:color=blue:t=fill`,
];

const CODECS: Record<string, readonly string[]> = {
  "h264.mp4": H264,
  "hevc.mp4": [
    ...["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error"],
    ...["-pix_fmt", "yuv420p"],
  ],
  "vp9.webm": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"],
  "av1.mkv": ["-c:v", "libaom-av1", "-strict", "-2", "-cpu-used", "8"],
  "mpeg4.mp4": ["-c:v", "mpeg4"],
};

for (const [name, codec] of Object.entries(CODECS)) {
  Deno.test(`readFrames() reads ${name} with and without sound`, () =>
    inFolder(async (folder) => {
      const silent = BLUE_CORNER("64x96", "w=32:h=48");
      await makeClip(join(folder, name), [...silent, ...codec]);
      await makeClip(join(folder, `sound-${name}`), [
        ...silent,
        ...[
          "-f",
          "lavfi",
          "-i",
          "sine=duration=0.9",
          "-c:a",
          name.endsWith("4") ? "aac" : "libopus",
        ],
        ...codec,
      ]);
      for (const file of [name, `sound-${name}`]) {
        const frames = await read(join(folder, file));
        assert.deepEqual(frames.map(({ timestampMs }) => timestampMs), [0, 100, 200, 300, 400]);
        assert.deepEqual([frames[4]!.width, frames[4]!.height], [32, 48]);
        assert.equal(frames[4]!.pixels.length, 32 * 48 * 3);
        assertColour(colourAt(frames[4]!, 0.2, 0.2), [0, 0, 255]);
        assertColour(colourAt(frames[4]!, 0.8, 0.8), [255, 0, 0]);
      }
    }));
}

Deno.test("readFrames() turns a phone's clip upright", () =>
  inFolder(async (folder) => {
    await makeClip(join(folder, "lying.mp4"), [...BLUE_CORNER("96x64", "w=48:h=32"), ...H264]);
    const upright = ["-c", "copy", "-metadata:s:v", "rotate=270"]; // written as -90, as phones do
    await makeClip(join(folder, "phone.mp4"), ["-i", join(folder, "lying.mp4"), ...upright]);
    const [frame] = await read(join(folder, "phone.mp4"));
    assertColour(colourAt(frame!, 0.8, 0.2), [0, 0, 255]); // upper left, turned clockwise
    assertColour(colourAt(frame!, 0.2, 0.2), [255, 0, 0]);
  }));

Deno.test("readFrames() keeps the clock of a clip with a varying rate", () =>
  inFolder(async (folder) => {
    // Red for 1 s at 30 frames a second, then blue for 2 s at 3 frames a second.
    const clip = join(folder, "varying.mkv");
    await makeClip(clip, [
      ...["-f", "lavfi", "-i", "color=c=red:s=32x32:r=30:d=1"],
      ...["-f", "lavfi", "-i", "color=c=blue:s=32x32:r=3:d=2"],
      ...["-filter_complex", "[0][1]concat=n=2", "-vsync", "vfr", ...H264],
    ]);
    const frames = await read(clip);
    const red = frames.filter((frame) => colourAt(frame, 0.5, 0.5)[0]! > 128);
    // The file does not say how long its last picture is shown, which starts at 2.67 s.
    assert.ok(frames.length >= 27 && frames.length <= 30, `${frames.length} frames`);
    assert.ok(Math.abs(red.length - 10) <= 1, `${red.length} red frames`);
    assert.equal(frames[20]!.timestampMs, 2000);
  }));

Deno.test("readFrames() crops the centre after bringing the shorter edge to size", () =>
  inFolder(async (folder) => {
    // Green 180x320 with a red centre square of 90 pixels; 180 -> 60, so the square is 30 wide.
    const clip = join(folder, "target.mp4");
    const box = "drawbox=x=45:y=115:w=90:h=90:color=red:t=fill";
    await makeClip(clip, [
      ...["-f", "lavfi", "-i", `color=c=green:s=180x320:r=10:d=0.2,${box}`, ...H264],
    ]);
    const geometry = {
      resize: { shortestEdge: 60 },
      crop: { width: 40, height: 40 },
      filter: "bicubic",
    } as const;
    const [frame] = await read(clip, geometry);
    assert.deepEqual([frame!.width, frame!.height], [40, 40]);
    assertColour(colourAt(frame!, 0.5, 0.5), [255, 0, 0]);
    for (const [x, y] of [[0.05, 0.5], [0.95, 0.5], [0.5, 0.05], [0.5, 0.95]] as const) {
      assertColour(colourAt(frame!, x, y), [0, 128, 0]); // 5 pixels of green are left around
    }
  }));

Deno.test("readFrames() reads sizes that chroma does not divide", () =>
  inFolder(async (folder) => {
    const clip = join(folder, "odd.mkv");
    const rgb = ["-c:v", "libx264rgb", "-preset", "ultrafast"];
    await makeClip(clip, [...testPicture({ size: "61x107" }), ...rgb]);
    assert.equal((await read(clip)).length, 10);
  }));

Deno.test("readFrames() ends in an error where a clip is cut or spoilt, after its good frames", () =>
  inFolder(async (folder) => {
    const whole = join(folder, "whole.mp4");
    const start = ["-movflags", "+faststart", "-g", "5"];
    await makeClip(whole, [...testPicture({ seconds: 4 }), ...H264, ...start]);
    const bytes = await Deno.readFile(whole);
    await Deno.writeFile(join(folder, "cut.mp4"), bytes.subarray(0, bytes.length * 0.7));
    await Deno.writeFile(join(folder, "spoilt.mp4"), bytes.fill(0xa5, bytes.length * 0.6));
    for (const name of ["cut.mp4", "spoilt.mp4"]) {
      let count = 0;
      const reading = async () => {
        const options = { ffmpeg: shipped, geometry: SMALL, fps: 10 };
        for await (const _ of readFrames(join(folder, name), options)) count++;
      };
      await assert.rejects(reading, { name: "FfmpegError" });
      assert.ok(count > 5 && count < 40, `${count} frames of ${name}`);
    }
  }));

Deno.test("readFrames() refuses a rate that is none", async () => {
  for (const fps of [0, -1, NaN, Infinity]) {
    await assert.rejects(read("clip.mp4", SMALL, fps), {
      name: "RangeError",
      message: `Cannot read frames of clip.mp4: expected 0 < fps <= 1000, got ${fps}`,
    });
  }
});

Deno.test("frameSize() is the crop's, else the exact size", () => {
  assert.deepEqual(frameSize(SMALL), { width: 32, height: 48 });
  const crop = { width: 20, height: 10 };
  assert.deepEqual(frameSize({ ...SMALL, crop }), crop);
});

Deno.test("frameSize() refuses a size that depends on the clip and a crop that does not fit", () => {
  const resize = { shortestEdge: 30 };
  assert.throws(() => frameSize({ resize, filter: "bilinear" }), {
    name: "RangeError",
    message: "Cannot bring frames to one size: expected a crop after shortestEdge 30, got none",
  });
  assert.throws(
    () => frameSize({ resize, crop: { width: 31, height: 30 }, filter: "bilinear" }),
    { name: "RangeError", message: /^Cannot crop 31x30 from frames of at least 30x30 pixels/ },
  );
});
