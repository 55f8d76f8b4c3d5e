import assert from "assert";
import { join } from "node:path";
import { openImageEncoder } from "lib/encoders/frames/image_encoder.ts";
import { pixelValuesFor } from "lib/encoders/frames/_pixel_values.ts";
import { parsePreprocessorConfig } from "lib/encoders/frames/_preprocessor_config.ts";
import { type FrameGeometry, readFrames } from "lib/loaders/clips/frames.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { IMAGE_ENCODER } from "lib/loaders/models/model_needs.ts";
import { settings } from "lib/settings.ts";
import type { Frame } from "lib/types.ts";
import { cosine, shipped } from "../../loaders/clips/_clips.ts";
import { inFolder } from "../../_in_folder.ts";
import { withFiles } from "../../loaders/models/_with_files.ts";
import { withExternalData } from "../onnx/_external_data.ts";

const FIXTURES = join(import.meta.dirname!, "..", "..", "fixtures");
const MODELS = join(FIXTURES, "models");

/** What PyTorch and transformers give for `frame.png`, see `fixtures/models/parity/make.py`. */
interface Expected {
  pixel_values: { corner_3x4x4: number[][][]; centre_3x4x4: number[][][]; mean: number };
  cls?: number[][];
  pooler_output: number[][];
}

const tiny = (name: string): ModelFiles => ({
  ...filesIn(join(MODELS, "parity", name)),
  id: `parity/${name}`,
});

async function picture(path: string, geometry: FrameGeometry): Promise<Frame> {
  const options = { ffmpeg: shipped, geometry, fps: 25 };
  const [frame] = await Array.fromAsync(readFrames(path, options));
  return frame!;
}

for (const name of ["tiny-resnet", "tiny-dinov2"]) {
  Deno.test(`openImageEncoder() gives PyTorch's features of ${name}`, async () => {
    const model = tiny(name);
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
    const model = tiny(name);
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
  const encoder = await openImageEncoder(tiny("tiny-dinov2"));
  const frame = await picture(join(MODELS, "parity", "frame.png"), encoder.geometry);
  const other = { ...frame, pixels: frame.pixels.map((byte) => 255 - byte) };
  const { data: alone } = await encoder.encode([{ frame }]);
  const { data } = await encoder.encode([{ frame: other }, { frame: other }, { frame }]);
  assert.deepEqual(data.subarray(2 * encoder.columns), alone);
});

Deno.test("openImageEncoder() rounds a transformer's products itself in int8", async () => {
  const model = tiny("tiny-dinov2");
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
  const { identity, name, batchSize } = await openImageEncoder(tiny("tiny-resnet"));
  assert.equal(name, "parity/tiny-resnet f32");
  assert.equal(batchSize, 16);
  assert.match(identity.weights!, /^sha256:[0-9a-f]{64}$/);
  assert.deepEqual([identity.mean, identity.std], ["0.485,0.456,0.406", "0.229,0.224,0.225"]);
  assert.ok(Math.abs(Number(identity.scale) - 1 / 255) < 1e-9);
});

Deno.test("openImageEncoder() names the 8-bit file that a model lacks", async () => {
  await assert.rejects(openImageEncoder(tiny("tiny-resnet"), { precision: "int8" }), {
    name: "ModelError",
    kind: "no-file",
    file: "onnx/model_quantized.onnx",
  });
});

/** The model with its weights in a file beside its ONNX file. */
async function withWeightsBeside(model: ModelFiles, folder: string): Promise<ModelFiles> {
  const exported = await Deno.readFile(await model.file("onnx/model.onnx"));
  const { model: wiring, data } = withExternalData(exported, "model.onnx_data");
  const path = join(folder, `${model.id!.replace("/", "-")}.onnx`);
  await Deno.writeFile(path, wiring);
  await Deno.writeFile(join(folder, "model.onnx_data"), data);
  return withFiles(model, {
    "onnx/model.onnx": path,
    "onnx/model.onnx_data": join(folder, "model.onnx_data"),
  });
}

for (
  const { name, precision } of [
    { name: "tiny-resnet", precision: "f32" }, // its features are inside, before the logits
    { name: "tiny-dinov2", precision: "f32" },
    { name: "tiny-dinov2", precision: "int8" },
  ] as const
) {
  Deno.test(`openImageEncoder() reads weights beside ${name} in ${precision}`, () =>
    inFolder(async (folder) => {
      const split = await withWeightsBeside(tiny(name), folder);
      const [own, single] = [
        await openImageEncoder(split, { precision }),
        await openImageEncoder(tiny(name), { precision }),
      ];
      const frame = await picture(join(MODELS, "parity", "frame.png"), own.geometry);
      const [{ data }, { data: wanted }] = [
        await own.encode([{ frame }]),
        await single.encode([{ frame }]),
      ];
      assert.ok(data.every((value, i) => Math.abs(value - wanted[i]!) < 1e-6));
    }));
}

Deno.test("openImageEncoder() tells models apart by the weights beside them", () =>
  inFolder(async (folder) => {
    const split = await withWeightsBeside(tiny("tiny-dinov2"), folder);
    const before = (await openImageEncoder(split)).identity;
    const beside = await split.file("onnx/model.onnx_data");
    const data = await Deno.readFile(beside);
    data[data.length - 4]! ^= 1;
    await Deno.writeFile(beside, data);
    const after = (await openImageEncoder(split)).identity;
    assert.notEqual(after.weights, before.weights);
    assert.deepEqual({ ...after, weights: before.weights }, before);
  }));

Deno.test("openImageEncoder() names files that are broken, and what to do", () =>
  inFolder(async (folder) => {
    const model = tiny("tiny-resnet");
    const [weights, config] = [join(folder, "model.onnx"), join(folder, "config.json")];
    await Deno.writeTextFile(weights, "not a model");
    await assert.rejects(openImageEncoder(withFiles(model, { "onnx/model.onnx": weights })), {
      name: "SyntaxError",
      message:
        `${weights} is no whole ONNX model: its bytes are no protobuf. If it was not fetched ` +
        "whole, remove it: it is then fetched anew, or put a whole one in its place",
    });
    await Deno.writeTextFile(config, "{");
    const cut = withFiles(model, { "preprocessor_config.json": config });
    await assert.rejects(openImageEncoder(cut), {
      name: "SyntaxError",
      message: `Cannot read ${config}: expected JSON, got "{"`,
    });
  }));

/** ImageNet-1k classes that are right for each picture, see `fixtures/pictures/README.md`. */
const CLASSES = {
  "chelsea.jpg": [281, 282, 285], // tabby, tiger cat, Egyptian cat
  "coffee.jpg": [967], // espresso
  "rocket.jpg": [657, 744, 812], // missile, projectile, space shuttle
};
const EFFICIENTNET = "google/efficientnet-lite0";
const efficientNet = await findModel(EFFICIENTNET, {
  ...settings,
  hub: { ...settings.hub, offline: true }, // tests do not download
}, { needs: IMAGE_ENCODER }).catch(() => undefined);

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
