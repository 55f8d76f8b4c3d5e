import assert from "assert";
import { join } from "node:path";
import { readAudio } from "lib/loaders/clips/audio.ts";
import { H264, makeClip, shipped, testPicture } from "./_clips.ts";
import { inFolder } from "../../_in_folder.ts";

const tone = (hz: number, seconds: number, rate = 16_000) => [
  ...["-f", "lavfi", "-i", `sine=frequency=${hz}:duration=${seconds}:sample_rate=${rate}`],
];

const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

Deno.test("readAudio() gives 16-bit samples divided by 32768", () =>
  inFolder(async (folder) => {
    const path = join(folder, "raw.wav");
    const values = Int16Array.from([0, 1, -1, 16_384, -32_768, 32_767]);
    await Deno.writeFile(join(folder, "raw.pcm"), new Uint8Array(values.buffer));
    await makeClip(path, ["-f", "s16le", "-ar", "16000", "-i", join(folder, "raw.pcm")]);
    const sound = await readAudio(path, { ffmpeg: shipped });
    assert.equal(sound!.sampleRateHz, 16_000);
    assert.deepEqual([...sound!.samples], [...values].map((value) => value / 32_768));
  }));

Deno.test("readAudio() resamples and averages the channels", () =>
  inFolder(async (folder) => {
    const path = join(folder, "stereo.wav");
    const pan = "[0:a]pan=stereo|c0=c0|c1=0*c0[out]"; // the left channel alone
    await makeClip(path, [...tone(440, 2, 44_100), "-filter_complex", pan, "-map", "[out]"]);
    const { samples } = (await readAudio(path, { ffmpeg: shipped }))!;
    assert.ok(Math.abs(samples.length - 32_000) <= 2, `${samples.length} samples`);
    const middle = samples.subarray(8000, 24_000);
    // ffmpeg's sine has an amplitude of 1 / 8, and half of it is left
    assert.ok(Math.abs(rms(middle) - Math.SQRT1_2 / 16) < 1e-4, `${rms(middle)}`);
    const rises = middle.filter((sample, i) => sample >= 0 && middle[i - 1]! < 0).length;
    assert.ok(Math.abs(rises - 440) <= 1, `${rises} periods a second`);
  }));

Deno.test("readAudio() gives nothing for a clip without sound", () =>
  inFolder(async (folder) => {
    const path = join(folder, "mute.mp4");
    await makeClip(path, [...testPicture(), ...H264]);
    assert.equal(await readAudio(path, { ffmpeg: shipped }), undefined);
  }));

Deno.test("readAudio() reads no more of a clip than asked", () =>
  inFolder(async (folder) => {
    const path = join(folder, "long.wav");
    await makeClip(path, tone(440, 3));
    const { samples } = (await readAudio(path, { ffmpeg: shipped, maxSeconds: 1.5 }))!;
    assert.equal(samples.length, 24_000);
    const whole = (await readAudio(path, { ffmpeg: shipped, maxSeconds: 10 }))!;
    assert.equal(whole.samples.length, 48_000);
    assert.deepEqual(samples, whole.samples.subarray(0, 24_000));
  }));

Deno.test("readAudio() fills the time before late sound with silence", () =>
  inFolder(async (folder) => {
    const path = join(folder, "late.mkv");
    const late = [...testPicture({ seconds: 2 }), "-itsoffset", "1", ...tone(440, 1)];
    await makeClip(path, [...late, ...H264, "-c:a", "pcm_s16le"]);
    const { samples } = (await readAudio(path, { ffmpeg: shipped }))!;
    const start = samples.findIndex((sample) => Math.abs(sample) > 0.01);
    assert.ok(Math.abs(start - 16_000) < 50, `sound from sample ${start}`);
  }));

Deno.test("readAudio() names what it cannot read", () =>
  inFolder(async (folder) => {
    const path = join(folder, "text.mp4");
    await Deno.writeTextFile(path, "no clip");
    await assert.rejects(readAudio(path, { ffmpeg: shipped }), { name: "FfmpegError", file: path });
    const missing = join(folder, "missing.mp4");
    await assert.rejects(readAudio(missing, { ffmpeg: shipped }), {
      name: "FfmpegError",
      message: /missing\.mp4: .*No such file or directory/,
    });
    await assert.rejects(readAudio(path, { ffmpeg: shipped, sampleRateHz: 0.5 }), {
      name: "RangeError",
      message: `Cannot read the sound of ${path}: expected a rate in whole Hz, got 0.5`,
    });
  }));

Deno.test("readAudio() refuses sound that breaks off", () =>
  inFolder(async (folder) => {
    const path = join(folder, "cut.mp4");
    await makeClip(path, [...tone(440, 3), "-c:a", "aac", "-movflags", "+faststart"]);
    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
    await assert.rejects(readAudio(path, { ffmpeg: shipped }), { name: "FfmpegError" });
  }));
