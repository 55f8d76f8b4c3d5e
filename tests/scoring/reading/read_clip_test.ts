import assert from "assert";
import { join } from "node:path";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import { readClip } from "lib/scoring/reading/read_clip.ts";
import { inFolder } from "../../_in_folder.ts";
import { H264, makeClip, shipped, testPicture } from "../../loaders/clips/_clips.ts";

const TONE = ["-f", "lavfi", "-i", "sine=duration=3"];

Deno.test("readClip() describes pictures and sound twice a second", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.mp4");
    await makeClip(path, [...testPicture({ seconds: 3 }), ...TONE, ...H264, "-c:a", "aac"]);
    const { pictures, sound, durationMs, warnings } = await readClip(path, { ffmpeg: shipped });
    assert.deepEqual([pictures!.rows, pictures!.columns], [6, frameStats.columns]);
    assert.equal(sound!.columns, logMelStats.columns);
    assert.ok(sound!.rows >= 6);
    assert.equal(durationMs, 3000);
    assert.deepEqual(warnings, []);
    const motion = pictures!.data[18]!;
    assert.equal(motion, 0, "nothing moves before the first picture");
    assert.ok(pictures!.data[frameStats.columns + 18]! > 0);
  }));

Deno.test("readClip() looks at three minutes of a longer clip", () =>
  inFolder(async (folder) => {
    const path = join(folder, "long.mp4");
    const picture = testPicture({ seconds: 200, rate: 2 });
    await makeClip(path, [
      ...picture,
      "-f",
      "lavfi",
      "-i",
      "sine=duration=200",
      ...H264,
      "-c:a",
      "aac",
    ]);
    const { pictures, sound, warnings } = await readClip(path, { ffmpeg: shipped });
    assert.deepEqual([pictures!.rows, sound!.rows], [360, 360]);
    assert.deepEqual(warnings, ["Only its first 180 seconds were looked at."]);
  }));

Deno.test("readClip() names silence, and a clip that is a single picture", () =>
  inFolder(async (folder) => {
    const path = join(folder, "still.mp4");
    const silence = ["-f", "lavfi", "-i", "sine=duration=0.4,volume=0"];
    await makeClip(path, [...testPicture({ seconds: 0.4 }), ...silence, ...H264, "-c:a", "aac"]);
    const { warnings } = await readClip(path, { ffmpeg: shipped });
    assert.deepEqual(warnings, ["It has only one picture.", "Its sound is silence."]);
  }));

Deno.test("readClip() refuses what is neither seen nor heard, with ffmpeg's reason", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.mp4");
    await Deno.writeTextFile(path, "no clip");
    await assert.rejects(readClip(path, { ffmpeg: shipped }), {
      name: "InputError",
      reason: /^expected a clip, got: /,
    });
  }));
