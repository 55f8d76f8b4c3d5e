import assert from "assert";
import { join } from "node:path";
import { openImageEncoder } from "lib/encoders/frames/image_encoder.ts";
import { pixelValuesFor } from "lib/encoders/frames/_pixel_values.ts";
import { parsePreprocessorConfig } from "lib/encoders/frames/_preprocessor_config.ts";
import { type FrameGeometry, readFrames } from "lib/loaders/clips/frames.ts";
import { findModel, type ModelLocation } from "lib/loaders/model_folder.ts";
import { settings } from "lib/settings.ts";
import type { Frame } from "lib/types.ts";
import { cosine, shipped } from "../../loaders/clips/_clips.ts";
import { inFolder } from "../../_in_folder.ts";

const FIXTURES = join(import.meta.dirname!, "..", "..", "fixtures");
const MODELS = join(FIXTURES, "models");

/** What PyTorch and transformers give for `frame.png`, see `fixtures/models/parity/make.py`. */
interface Expected {
  pixel_values: { corner_3x4x4: number[][][]; centre_3x4x4: number[][][]; mean: number };
  cls?: number[][];
  pooler_output: number[][];
}

const findTiny = (name: string) =>
  findModel(`parity/${name}`, { root: FIXTURES, models: [MODELS] });

async function picture(path: string, geometry: FrameGeometry): Promise<Frame> {
  const options = { ffmpeg: shipped, geometry, fps: 25 };
  const [frame] = await Array.fromAsync(readFrames(path, options));
  return frame!;
}

for (const name of ["tiny-resnet", "tiny-dinov2"]) {
  Deno.test(`openImageEncoder() gives PyTorch's features of ${name}`, async () => {
    const model = await findTiny(name);
    const expected: Expected = JSON.parse(
      await Deno.readTextFile(await model.file("expected.json")),
    );
    const encoder = await openImageEncoder(model);
    const frame = await picture(join(MODELS, "parity", "frame.png"), encoder.geometry);
    const { rows, columns, data } = await encoder.encode([{ frame }, { frame }]);
    const [reference] = expected.cls ?? expected.pooler_output;
    assert.deepEqual([rows, columns], [2, reference!.length]);
    assert.equal(encoder.columns, columns);
    for (const row of [data.subarray(0, columns), data.subarray(columns)]) {
      assert.ok(cosine(row, reference!) >= 0.9999, `cosine ${cosine(row, reference!)}`);
    }
  });

  Deno.test(`openImageEncoder() asks for the pixels that Pillow makes for ${name}`, async () => {
    const model = await findTiny(name);
    const expected: Expected = JSON.parse(
      await Deno.readTextFile(await model.file("expected.json")),
    );
    const config = await Deno.readTextFile(await model.file("preprocessor_config.json"));
    const preprocessing = parsePreprocessorConfig(config);
    const frame = await picture(join(MODELS, "parity", "frame.png"), preprocessing.geometry);
    const values = pixelValuesFor(preprocessing)([frame]); // [1, 3, 224, 224]
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(Math.abs(mean - expected.pixel_values.mean) < 0.005, `mean ${mean}`);
    const { corner_3x4x4: corner, centre_3x4x4: centre } = expected.pixel_values;
    assert.ok(meanDistance(values, corner, 0) < 0.06, "corner");
    assert.ok(meanDistance(values, centre, 110) < 0.06, "centre");
  });
}

/** Mean absolute difference of a block [3][4][4] that starts at row and column `at`. */
function meanDistance(values: Float32Array, block: number[][][], at: number): number {
  const distances = block.flatMap((rows, c) =>
    rows.flatMap((row, y) =>
      row.map((value, x) => Math.abs(value - values[c * 224 * 224 + (at + y) * 224 + at + x]!))
    )
  );
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

Deno.test("openImageEncoder() gives a frame the same bits whatever its neighbours", async () => {
  const encoder = await openImageEncoder(await findTiny("tiny-dinov2"));
  const frame = await picture(join(MODELS, "parity", "frame.png"), encoder.geometry);
  const other = { ...frame, pixels: frame.pixels.map((byte) => 255 - byte) };
  const { data: alone } = await encoder.encode([{ frame }]);
  const { data } = await encoder.encode([{ frame: other }, { frame: other }, { frame }]);
  assert.deepEqual(data.subarray(2 * encoder.columns), alone);
});

Deno.test("openImageEncoder() rounds a transformer's products itself in int8", async () => {
  const model = await findTiny("tiny-dinov2");
  const exact = await openImageEncoder(model);
  const rounded = await openImageEncoder(model, { precision: "int8" });
  const frame = await picture(join(MODELS, "parity", "frame.png"), exact.geometry);
  const other = { ...frame, pixels: frame.pixels.map((byte) => 255 - byte) };
  const [f32, int8] = [await exact.encode([{ frame }]), await rounded.encode([{ frame }])];
  const similarity = cosine(int8.data, f32.data);
  assert.ok(similarity >= 0.998 && similarity < 1 - 1e-9, `cosine ${similarity}`);
  const { data } = await rounded.encode([{ frame: other }, { frame }]);
  assert.ok(cosine(data.subarray(rounded.columns), int8.data) > 1 - 1e-6, "neighbours");
  assert.notEqual(rounded.identity.weights, exact.identity.weights);
});

Deno.test("openImageEncoder() tells weights and preprocessing apart", async () => {
  const { identity, name, batchSize } = await openImageEncoder(await findTiny("tiny-resnet"));
  assert.equal(name, "parity/tiny-resnet f32");
  assert.equal(batchSize, 16);
  assert.match(identity.weights!, /^sha256:[0-9a-f]{64}$/);
  assert.deepEqual([identity.mean, identity.std], ["0.485,0.456,0.406", "0.229,0.224,0.225"]);
  assert.ok(Math.abs(Number(identity.scale) - 1 / 255) < 1e-9);
});

Deno.test("openImageEncoder() names the 8-bit file that a model lacks", async () => {
  const offline = () => Promise.reject(new TypeError("no network"));
  const places = { root: FIXTURES, models: [MODELS] };
  const model = await findModel("parity/tiny-resnet", places, { fetch: offline });
  await assert.rejects(openImageEncoder(model, { precision: "int8" }), {
    name: "NotFound",
    message: /^Cannot find onnx\/model_quantized.onnx of the model parity\/tiny-resnet/,
  });
});

Deno.test("openImageEncoder() refuses what is no ONNX model", () =>
  inFolder(async (folder) => {
    const tiny = await findTiny("tiny-resnet");
    const weights = join(folder, "model.onnx");
    await Deno.writeTextFile(weights, "not a model");
    const model: ModelLocation = {
      ...tiny,
      file: (path) => path.endsWith(".onnx") ? Promise.resolve(weights) : tiny.file(path),
    };
    await assert.rejects(openImageEncoder(model), { name: "SyntaxError", message: /ONNX model/ });
  }));

/** ImageNet-1k classes that are right for each picture, see `fixtures/pictures/README.md`. */
const CLASSES = {
  "chelsea.jpg": [281, 282, 285], // tabby, tiger cat, Egyptian cat
  "coffee.jpg": [967], // espresso
  "rocket.jpg": [657, 744, 812], // missile, projectile, space shuttle
};
const EFFICIENTNET = "google/efficientnet-lite0";
const efficientNet = await findModel(EFFICIENTNET, settings, {
  fetch: () => Promise.reject(new TypeError("tests do not download")),
}).catch(() => undefined);

Deno.test({
  name: "openImageEncoder() lets EfficientNet-Lite0 name a cat, an espresso and a rocket",
  ignore: !efficientNet, // its weights are not on this machine
  fn: async () => {
    const encoder = await openImageEncoder(efficientNet!, { output: "logits" });
    for (const [file, classes] of Object.entries(CLASSES)) {
      const frame = await picture(join(FIXTURES, "pictures", file), encoder.geometry);
      const { data } = await encoder.encode([{ frame }]);
      const best = data.indexOf(Math.max(...data));
      assert.ok(classes.includes(best), `${file}: class ${best}`);
    }
    assert.equal((await openImageEncoder(efficientNet!)).columns, 1280);
  },
});
