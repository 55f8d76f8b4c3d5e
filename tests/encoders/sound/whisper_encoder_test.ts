import assert from "assert";
import { join } from "node:path";
import { openLogMel } from "lib/encoders/sound/_log_mel.ts";
import { spansOf } from "lib/encoders/sound/sound_encoder.ts";
import { openWhisperEncoder } from "lib/encoders/sound/whisper_encoder.ts";
import { readAudio, type Sound } from "lib/loaders/clips/audio.ts";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { shipped } from "../../loaders/clips/_clips.ts";
import { inFolder } from "../../_in_folder.ts";
import { withFiles } from "../../loaders/models/_with_files.ts";
import { withExternalData } from "../onnx/_external_data.ts";
import { soundOf, voice } from "./_sounds.ts";

const FIXTURES = join(import.meta.dirname!, "..", "..", "fixtures");
const MODELS = join(FIXTURES, "models");

/** What PyTorch and transformers give for `tone.wav`, see `fixtures/models/parity/make_whisper.py`. */
interface Expected {
  log_mel: {
    shape: number[];
    mean: number;
    bins_0_40_79_frames_0_9: number[][];
    frames_100_109: number[][];
  };
  encoder_mean_over_time: number[][];
  encoder_first_4: number[][];
}

const model: ModelFiles = {
  ...filesIn(join(MODELS, "parity", "tiny-whisper")),
  id: "parity/tiny-whisper",
};
const encoder = await openWhisperEncoder(model);
const readJson = async (file: string) =>
  JSON.parse(await Deno.readTextFile(await model.file(file)));

async function tone(): Promise<Sound> {
  return (await readAudio(join(MODELS, "parity", "tone.wav"), { ffmpeg: shipped }))!;
}

function assertClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i]! - value) < tolerance, `${i}: ${actual[i]}, expected ${value}`)
  );
}

Deno.test("openLogMel() gives transformers' log-mel spectrogram", async () => {
  const { log_mel: expected }: Expected = await readJson("expected.json");
  const logMel = openLogMel(await readJson("preprocessor_config.json"));
  const { bands, frames, data } = await logMel((await tone()).samples, 480_000);
  assert.deepEqual([1, bands, frames], expected.shape);
  [0, 40, 79].forEach((band, i) => {
    const row = data.subarray(band * frames, (band + 1) * frames);
    assertClose(row.subarray(0, 10), expected.bins_0_40_79_frames_0_9[i]!, 1e-3);
    assertClose(row.subarray(100, 110), expected.frames_100_109[i]!, 1e-3);
  });
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  assert.ok(Math.abs(mean - expected.mean) < 1e-3, `mean ${mean}`);
});

Deno.test("openWhisperEncoder() gives PyTorch's hidden states", async () => {
  const expected: Expected = await readJson("expected.json");
  const sound = await tone();
  const states = await encoder.encode(spansOf(sound, 50).slice(0, 4));
  assert.deepEqual([states.rows, states.columns], [4, 32]);
  assertClose(states.data, expected.encoder_first_4.flat(), 1e-4);
  const whole = await encoder.encode([{ sound, startMs: 0, endMs: 30_000 }]);
  assertClose(whole.data, expected.encoder_mean_over_time[0]!, 1e-4);
});

Deno.test("openWhisperEncoder() averages the states that begin in a span", async () => {
  const sound = await tone();
  const states = await encoder.encode(spansOf(sound, 50).slice(0, 6));
  const { data } = await encoder.encode([
    { sound, startMs: 20, endMs: 80 }, // states 1, 2 and 3
    { sound, startMs: 85, endMs: 95 }, // none begins: state 4, in which it lies
    { sound, startMs: 30, endMs: 60 }, // state 2, state 1 having begun before
  ]);
  const state = (i: number) => states.data.subarray(i * 32, (i + 1) * 32);
  assertClose(
    data.subarray(0, 32),
    [...state(1)].map((x, d) => (x + state(2)[d]! + state(3)[d]!) / 3),
    1e-6,
  );
  assert.deepEqual(data.subarray(32, 64), state(4));
  assert.deepEqual(data.subarray(64), state(2));
});

Deno.test("openWhisperEncoder() hears a long sound in pieces of 30 s", async () => {
  const second = soundOf(1, voice(150));
  const long = { ...second, samples: new Float32Array(31 * 16_000) };
  long.samples.set(second.samples, 30 * 16_000);
  const { data: late } = await encoder.encode([{ sound: long, startMs: 30_200, endMs: 30_400 }]);
  const { data: early } = await encoder.encode([{ sound: second, startMs: 200, endMs: 400 }]);
  assertClose(late, [...early], 1e-6);
});

Deno.test("openWhisperEncoder() tells weights and preprocessing apart", () => {
  assert.deepEqual([encoder.name, encoder.columns], ["parity/tiny-whisper", 32]);
  assert.match(encoder.identity.weights!, /^sha256:[0-9a-f]{64}$/);
  assert.match(encoder.identity.preprocessing!, /"n_fft":400/);
});

Deno.test("openWhisperEncoder() names what a model lacks", () =>
  inFolder(async (folder) => {
    const config = join(folder, "preprocessor_config.json");
    await Deno.writeTextFile(config, '{"feature_size": 80, "sampling_rate": "fast"}');
    const without = withFiles(model, { "preprocessor_config.json": config });
    await assert.rejects(openWhisperEncoder(without), {
      name: "TypeError",
      message: `${config}: expected a number above 0 in sampling_rate, got fast`,
    });
    const other = withFiles(model, {
      "onnx/encoder_model.onnx": join(MODELS, "parity", "tiny-dinov2", "onnx", "model.onnx"),
    });
    await assert.rejects(openWhisperEncoder(other), {
      name: "TypeError",
      message: "Cannot use parity/tiny-whisper as an encoder of sound: expected the input " +
        "input_features and the output last_hidden_state, got pixel_values and " +
        "last_hidden_state, pooler_output",
    });
  }));

Deno.test("openWhisperEncoder() reads weights beside its ONNX file, and names it where it is cut off", () =>
  inFolder(async (folder) => {
    const exported = await Deno.readFile(await model.file("onnx/encoder_model.onnx"));
    const { model: wiring, data } = withExternalData(exported, "encoder_model.onnx_data");
    const [path, beside] = ["encoder_model.onnx", "encoder_model.onnx_data"]
      .map((name) => join(folder, name)) as [string, string];
    await Deno.writeFile(path, wiring);
    await Deno.writeFile(beside, data);
    const split = withFiles(model, {
      "onnx/encoder_model.onnx": path,
      "onnx/encoder_model.onnx_data": beside,
    });
    const sound = await tone();
    const [own, single] = await Promise.all(
      [await openWhisperEncoder(split), encoder].map((it) =>
        it.encode([{ sound, startMs: 0, endMs: 200 }])
      ),
    );
    assertClose(own!.data, [...single!.data], 1e-6);
    await Deno.writeFile(path, exported.subarray(0, exported.length - 100));
    await assert.rejects(openWhisperEncoder(split), {
      name: "SyntaxError",
      message: /encoder_model\.onnx is no whole ONNX model: its bytes are no protobuf\. If it was/,
    });
  }));
