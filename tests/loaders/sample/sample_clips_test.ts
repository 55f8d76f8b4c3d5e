import assert from "assert";
import { join } from "node:path";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { type Ffmpeg, FfmpegError, runFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { readFrames } from "lib/loaders/clips/frames.ts";
import { renderSampleClips } from "lib/loaders/sample/sample_clips.ts";
import { inFolder } from "../../_in_folder.ts";
import { createSampleCorpus, type SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import type { Frame } from "lib/types.ts";
import { shipped } from "../clips/_clips.ts";

const { videos } = createSampleCorpus();

/** The videos with the least and the most of something. */
function extremes(valueOf: (video: SampleVideo) => number): [SampleVideo, SampleVideo] {
  const sorted = videos.toSorted((a, b) => valueOf(a) - valueOf(b));
  return [sorted[0]!, sorted.at(-1)!];
}

function render(chosen: readonly SampleVideo[], folder: string, ffmpeg: Ffmpeg = shipped) {
  return renderSampleClips(chosen, { folder, ffmpeg, parallel: 2 });
}

async function framesOf(file: string, fps: number): Promise<Frame[]> {
  const { geometry } = frameStats;
  return await Array.fromAsync(readFrames(file, { ffmpeg: shipped, fps, geometry }));
}

/** A clip's frame statistic, averaged over two frames a second. */
async function averageOf(file: string, column: number): Promise<number> {
  const frames = await framesOf(file, 2);
  const items = frames.map((frame, i) => ({ frame, previous: frames[i - 1] }));
  const { data } = await frameStats.encode(items);
  const values = frames.map((_, i) => data[i * frameStats.columns + column]!);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A clip's sound in -1..1, at the rate in Hz that it was rendered with. */
async function soundOf(file: string): Promise<{ samples: Float64Array; rate: number }> {
  const output = ["-map", "0:a:0", "-f", "s16le"];
  const chunks = await Array.fromAsync(runFfmpeg(shipped, file, { output }));
  const bytes = new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  return {
    samples: Float64Array.from(new Int16Array(bytes.buffer), (s) => s / 32768),
    rate: 16_000,
  };
}

function levelDb(samples: Float64Array): number {
  const squares = samples.reduce((sum, sample) => sum + sample ** 2, 0);
  return 10 * Math.log10(squares / samples.length);
}

/** How alike samples are to themselves `lag` samples later, 1 for a period. */
function autocorrelation(samples: Float64Array, lag: number): number {
  let [product, energy] = [0, 0];
  for (let at = 0; at + lag < samples.length; at++) {
    product += samples[at]! * samples[at + lag]!;
    energy += samples[at]! ** 2;
  }
  return product / energy;
}

/** Strength of what is above 4 kHz in each 10 ms: second differences leave little of the voice. */
function hissOf({ samples, rate }: { samples: Float64Array; rate: number }): Float64Array {
  const step = rate / 100;
  return Float64Array.from({ length: Math.floor(samples.length / step) - 1 }, (_, i) => {
    let sum = 0;
    for (let at = i * step + 2; at < (i + 1) * step; at++) {
      sum += Math.abs(samples[at]! - 2 * samples[at - 1]! + samples[at - 2]!);
    }
    return sum;
  });
}

Deno.test("renderSampleClips() gives pictures and sound as long as the recipe says", () =>
  inFolder(async (folder) => {
    const video = videos[0]!;
    const { files } = await render([video], folder);
    assert.deepEqual(files.map(({ videoId }) => videoId), [video.videoId]);
    const { durationMs, sound } = video.recipe;
    assert.equal((await framesOf(files[0]!.path, 10)).length, Math.round(durationMs / 100));
    const { samples, rate } = await soundOf(files[0]!.path);
    assert.ok(Math.abs(samples.length / rate - durationMs / 1000) < 0.1); // AAC's last block
    assert.ok(Math.abs(levelDb(samples) - sound.loudnessDb) < 0.5, `${levelDb(samples)} dB`);
  }));

Deno.test("renderSampleClips() gives the same bytes again, whatever runs beside", () =>
  inFolder(async (folder) => {
    const chosen = videos.slice(0, 2);
    const runs = [];
    for (const name of ["first", "second"]) {
      const { files } = await render(chosen, join(folder, name));
      runs.push(await Promise.all(files.map(({ path }) => Deno.readFile(path))));
    }
    assert.deepEqual(runs[0], runs[1]);
    assert.notDeepEqual(runs[0]![0], runs[0]![1]);
  }));

Deno.test("renderSampleClips() keeps clips of other recipes apart", () =>
  inFolder(async (folder) => {
    const video = videos[0]!;
    const { pictures } = video.recipe;
    const other = { ...video, recipe: { ...video.recipe, pictures: { ...pictures, motion: 0.1 } } };
    const folders = [await render([video], folder), await render([other], folder)];
    assert.notEqual(folders[0]!.folder, folders[1]!.folder);
  }));

Deno.test("renderSampleClips() shows warmth, brightness and motion in the recipes' order", () =>
  inFolder(async (folder) => {
    const cases = [["warmth", 12], ["brightness", 6], ["motion", 18]] as const;
    for (const [name, column] of cases) {
      const pair = extremes(({ recipe }) => recipe.pictures[name]);
      const { files } = await render(pair, folder);
      const [least, most] = [
        await averageOf(files[0]!.path, column),
        await averageOf(files[1]!.path, column),
      ];
      assert.ok(least < most - 0.1, `${name}: ${least} and ${most}`);
    }
  }));

Deno.test("renderSampleClips() shows a star and a ring of one size at their times", () =>
  inFolder(async (folder) => {
    const video = videos.find(({ recipe }) => recipe.pictures.shapes.length === 2)!;
    const { files } = await render([video], folder);
    const frames = await framesOf(files[0]!.path, 10);
    const white = (frame: Frame) => frame.pixels.filter((byte) => byte > 240).length / 3;
    const centre = (frame: Frame) => frame.pixels[3 * (64 * 72 + 36)]! > 240;
    const seen = frames.map((frame, i) => ({ timeMs: 100 * i, area: white(frame), frame }));
    const during = video.recipe.pictures.shapes.map(({ kind, startMs, endMs }) => {
      const shown = seen.filter(({ timeMs }) => startMs < timeMs && timeMs < endMs);
      assert.ok(shown.every(({ frame }) => centre(frame) === (kind === "star")));
      return shown.reduce((sum, { area }) => sum + area, 0) / shown.length;
    });
    assert.ok(Math.abs(during[0]! / during[1]! - 1) < 0.15, `areas ${during}`);
    const outside = seen.filter(({ timeMs }) =>
      video.recipe.pictures.shapes.every(({ startMs, endMs }) => timeMs < startMs || timeMs > endMs)
    );
    assert.ok(outside.length > 0 && outside.every(({ area }) => area === 0));
  }));

Deno.test("renderSampleClips() hums at the recipe's pitch while words are said, and not in pauses", () =>
  inFolder(async (folder) => {
    const pair = extremes(({ recipe }) => recipe.sound.pitchSemitones);
    const { files } = await render(pair, folder);
    for (const [i, { words, recipe: { sound } }] of pair.entries()) {
      const { samples, rate } = await soundOf(files[i]!.path);
      const part = (fromMs: number, toMs: number) =>
        samples.subarray(Math.round(fromMs * rate / 1000), Math.round(toMs * rate / 1000));
      const said = words.toSorted((a, b) => b.endMs - b.startMs - a.endMs + a.startMs)[0]!;
      const word = part(said.startMs, said.endMs);
      const lags = Array.from({ length: 120 }, (_, lag) => lag + 40); // 400 to 100 Hz
      const best = lags.reduce((a, b) =>
        autocorrelation(word, b) > autocorrelation(word, a) ? b : a
      );
      const semitones = 69 + 12 * Math.log2(rate / best / 440);
      assert.ok(Math.abs(semitones - sound.pitchSemitones) < 0.5, `${semitones} semitones`);
      const pauses = words.slice(1).map((next, w) => ({ from: words[w]!.endMs, to: next.startMs }));
      const pause = pauses.toSorted((a, b) => b.to - b.from - a.to + a.from)[0]!;
      const hum = (samples: Float64Array) => Math.max(0, autocorrelation(samples, best));
      const silence = part(pause.from + 20, pause.to - 20);
      assert.ok(levelDb(silence) < levelDb(word) - 6 || hum(silence) < 0.5);
    }
  }));

Deno.test("renderSampleClips() beats at the recipe's tempo", () =>
  inFolder(async (folder) => {
    const pair = extremes(({ recipe }) => recipe.sound.tempoBpm);
    const { files } = await render(pair, folder);
    for (const [i, { recipe: { sound } }] of pair.entries()) {
      const hiss = hissOf(await soundOf(files[i]!.path));
      const lags = Array.from({ length: 45 }, (_, lag) => lag + 40); // 150 to 71 beats a minute
      const best = lags.reduce((a, b) =>
        autocorrelation(hiss, b) > autocorrelation(hiss, a) ? b : a
      );
      assert.ok(Math.abs(6000 / best - sound.tempoBpm) < 3, `${6000 / best} beats a minute`);
    }
  }));

Deno.test("renderSampleClips() says which clip cannot be encoded and leaves none half done", () =>
  inFolder(async (folder) => {
    const broken = { ...shipped, path: Deno.execPath() }; // knows none of ffmpeg's arguments
    await assert.rejects(render(videos.slice(0, 3), folder, broken), (error: Error) => {
      assert.ok(error instanceof FfmpegError);
      assert.match(error.message, /^Cannot encode .*clip\.mp4: /);
      return true;
    });
    const [own] = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    const left = await Array.fromAsync(Deno.readDir(join(folder, own!)), ({ name }) => name);
    assert.deepEqual(left, ["identity.json"]);
  }));

Deno.test("renderSampleClips() refuses to render none at once", async () => {
  for (const parallel of [0, 1.5, NaN]) {
    await assert.rejects(renderSampleClips([], { folder: "x", ffmpeg: shipped, parallel }), {
      name: "RangeError",
      message: `Cannot render sample clips: expected at least 1 in parallel, got ${parallel}`,
    });
  }
});
