import assert from "assert";
import { join } from "node:path";
import { isWhole } from "lib/loaders/models/_is_whole.ts";
import { writeSafetensors } from "lib/storage/safetensors.ts";
import { inFolder } from "../../_in_folder.ts";

/** An ONNX model as protobuf has it: field 1, a varint of 8; field 7, five bytes; field 8, two. */
const ONNX = Uint8Array.of(0x08, 8, 0x3a, 5, 1, 2, 3, 4, 5, 0x42, 2, 0x10, 17);

Deno.test("isWhole() tells an ONNX file that is cut within a field", () =>
  inFolder(async (folder) => {
    const path = join(folder, "model.onnx");
    const wholeAt = [];
    for (let bytes = 0; bytes <= ONNX.length; bytes++) {
      await Deno.writeFile(path, ONNX.subarray(0, bytes));
      if (await isWhole(path)) wholeAt.push(bytes);
    }
    assert.deepEqual(wholeAt, [2, 9, 13]); // between fields nothing shows that more should follow
    await Deno.writeTextFile(path, "not a model");
    assert.equal(await isWhole(path), false);
  }));

Deno.test("isWhole() tells a safetensors file that lacks a byte or has one too many", () =>
  inFolder(async (folder) => {
    const path = join(folder, "model.safetensors");
    const tensor = { shape: [3], data: Float32Array.of(1, 2, 3) };
    await writeSafetensors(path, new Map([["w", tensor]]));
    const bytes = await Deno.readFile(path);
    assert.equal(await isWhole(path), true);
    for (const length of [0, 7, 8, 40, bytes.length - 1]) {
      await Deno.writeFile(path, bytes.subarray(0, length));
      assert.equal(await isWhole(path), false, `${length} bytes`);
    }
    await Deno.writeFile(path, Uint8Array.of(...bytes, 0));
    assert.equal(await isWhole(path), false);
  }));

Deno.test("isWhole() tells JSON that does not close, and knows nothing of other files", () =>
  inFolder(async (folder) => {
    const path = join(folder, "config.json");
    await Deno.writeTextFile(path, '{"a": [1');
    assert.equal(await isWhole(path), false);
    assert.equal(await isWhole(path, { name: "merges.txt" }), true);
    await Deno.writeTextFile(path, '{"a": [1]}');
    assert.equal(await isWhole(path), true);
  }));
