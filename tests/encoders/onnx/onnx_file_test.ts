import assert from "assert";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import {
  openChangedOnnx,
  openOnnxFile,
  readOnnxFile,
  wholeOnnx,
} from "lib/encoders/onnx/onnx_file.ts";
import { quantiseOnnx } from "lib/encoders/onnx/quantise_onnx.ts";
import { quantiseOnnxFile } from "lib/encoders/onnx/quantise_onnx_file.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { digestOfBytes } from "lib/storage/digest.ts";
import { inFolder } from "../../_in_folder.ts";
import { withExternalData } from "./_external_data.ts";
import { productModel } from "./_onnx_models.ts";

const ADVICE =
  "If it was not fetched whole, remove it: it is then fetched anew, or put a whole one " +
  "in its place";

/** `y = x · w` with w = [[1 … 8], [9 … 16]], its weights in a file beside it. */
const whole = productModel([2, 8], Float32Array.from({ length: 16 }, (_, i) => i + 1));
const { model, data } = withExternalData(whole, "model.onnx_data");

async function productOf(session: ort.InferenceSession): Promise<number[]> {
  const { y } = await session.run({ x: new ort.Tensor("float32", Float32Array.of(1, 10), [1, 2]) });
  return [...y!.data as Float32Array];
}

const PRODUCT = [91, 102, 113, 124, 135, 146, 157, 168]; // 1 · w[0][n] + 10 · w[1][n]

async function write(folder: string, files: Readonly<Record<string, Uint8Array>>) {
  await Deno.mkdir(join(folder, "onnx"), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(join(folder, "onnx", name), bytes);
  }
  return filesIn(folder);
}

Deno.test("readOnnxFile() reads a model that holds its weights, and tells it by its bytes", () =>
  inFolder(async (folder) => {
    const file = await readOnnxFile(
      await write(folder, { "model.onnx": whole }),
      "onnx/model.onnx",
    );
    assert.deepEqual([file.external, file.digest], [[], `sha256:${digestOfBytes(whole)}`]);
    assert.deepEqual(await productOf(await openOnnxFile(file)), PRODUCT);
  }));

Deno.test("openOnnxFile() finds weights beside a model, wherever the process works", () =>
  inFolder(async (folder) => {
    const files = await write(folder, { "model.onnx": model, "model.onnx_data": data });
    const file = await readOnnxFile(files, "onnx/model.onnx");
    assert.deepEqual(file.external, ["model.onnx_data"]);
    assert.deepEqual(await productOf(await openOnnxFile(file)), PRODUCT);
  }));

Deno.test("openOnnxFile() finds weights where the hub's cache links to both files", () =>
  inFolder(async (folder) => {
    const onnx = join(folder, "snapshots", "0123", "onnx");
    await Deno.mkdir(onnx, { recursive: true });
    await Deno.mkdir(join(folder, "blobs"));
    for (const [name, bytes] of Object.entries({ "model.onnx": model, "model.onnx_data": data })) {
      const blob = digestOfBytes(bytes);
      await Deno.writeFile(join(folder, "blobs", blob), bytes);
      await Deno.symlink(join("..", "..", "..", "blobs", blob), join(onnx, name));
    }
    const files = filesIn(join(folder, "snapshots", "0123"));
    const file = await readOnnxFile(files, "onnx/model.onnx");
    assert.deepEqual(await productOf(await openOnnxFile(file)), PRODUCT);
  }));

Deno.test("readOnnxFile() tells models apart by the weights beside them", () =>
  inFolder(async (folder) => {
    const read = async (bytes: Uint8Array) =>
      (await readOnnxFile(
        await write(folder, { "model.onnx": model, "model.onnx_data": bytes }),
        "onnx/model.onnx",
      )).digest;
    const before = await read(data);
    assert.equal(await read(data), before);
    assert.notEqual(await read(data.map((byte, i) => i === 3 ? byte ^ 1 : byte)), before);
  }));

Deno.test("readOnnxFile() misses weights that lie nowhere by the name of their file", () =>
  inFolder(async (folder) => {
    const files = await write(folder, { "model.onnx": model });
    await assert.rejects(readOnnxFile(files, "onnx/model.onnx"), /onnx\/model\.onnx_data/);
  }));

Deno.test("readOnnxFile() reads no weights from outside the model's folder", () =>
  inFolder(async (folder) => {
    for (const place of ["../secret", "/etc/passwd", "a/../../b", ""]) {
      const files = await write(folder, { "model.onnx": withExternalData(whole, place).model });
      await assert.rejects(readOnnxFile(files, "onnx/model.onnx"), {
        name: "SyntaxError",
        message:
          `${join(folder, "onnx", "model.onnx")} is no whole ONNX model: expected the file of ` +
          `its weights in its own folder, got ${JSON.stringify(place)}. ${ADVICE}`,
      });
    }
  }));

Deno.test("readOnnxFile() names a file that was cut off, and says what to do", () =>
  inFolder(async (folder) => {
    const cut = whole.subarray(0, whole.length - 40);
    const files = await write(folder, { "model.onnx": cut });
    await assert.rejects(readOnnxFile(files, "onnx/model.onnx"), {
      name: "SyntaxError",
      message: `${join(folder, "onnx", "model.onnx")} is no whole ONNX model: its bytes are no ` +
        `protobuf. ${ADVICE}`,
    });
  }));

Deno.test("openOnnxFile() names an empty file and weights that were cut off", () =>
  inFolder(async (folder) => {
    const empty = await write(folder, { "model.onnx": new Uint8Array() });
    await assert.rejects(
      readOnnxFile(empty, "onnx/model.onnx").then(openOnnxFile),
      (error: Error) => {
        assert.equal(error.name, "SyntaxError");
        assert.ok(error.message.startsWith(`ONNX Runtime cannot open ${folder}/onnx/model.onnx: `));
        assert.ok(error.message.endsWith(ADVICE), error.message);
        return true;
      },
    );
    const short = { "model.onnx": model, "model.onnx_data": data.subarray(0, 32) };
    const file = await readOnnxFile(await write(folder, short), "onnx/model.onnx");
    await assert.rejects(openOnnxFile(file), {
      name: "SyntaxError",
      message: /^ONNX Runtime cannot open .*model\.onnx with model\.onnx_data beside it: .*bounds/,
    });
  }));

Deno.test("quantiseOnnxFile() rounds weights in another file as it rounds those in the model", () =>
  inFolder(async (folder) => {
    const files = await write(folder, { "model.onnx": model, "model.onnx_data": data });
    const file = await readOnnxFile(files, "onnx/model.onnx");
    assert.deepEqual(await quantiseOnnxFile(file), quantiseOnnx(whole));
    await Deno.writeFile(join(folder, "onnx", "model.onnx_data"), data.subarray(0, 32));
    await assert.rejects(quantiseOnnxFile(file), {
      name: "SyntaxError",
      message:
        `${join(folder, "onnx", "model.onnx_data")}: expected 64 bytes of w at 0, but the file ` +
        `has 32 in all. ${ADVICE}`,
    });
  }));

Deno.test("wholeOnnx() gives a model with its weights, and one that holds them as it is", () =>
  inFolder(async (folder) => {
    const files = await write(folder, { "model.onnx": model, "model.onnx_data": data });
    const inlined = await wholeOnnx(await readOnnxFile(files, "onnx/model.onnx"));
    const session = await openChangedOnnx(inlined, { path: "model.onnx" }, { threads: 1 });
    assert.deepEqual(await productOf(session), PRODUCT);
    const single = await readOnnxFile(await write(folder, { "b.onnx": whole }), "onnx/b.onnx");
    assert.equal(await wholeOnnx(single), single.bytes);
  }));
