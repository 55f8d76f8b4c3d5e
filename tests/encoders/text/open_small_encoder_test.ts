import assert from "assert";
import { exists } from "lib/files.ts";
import { openSmallEncoder, SMALL_ENCODER } from "lib/encoders/text/open_small_encoder.ts";
import { openTextEncoder } from "lib/encoders/text/text_encoder.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { TEXT_ENCODER } from "lib/loaders/models/model_needs.ts";
import { join } from "node:path";
import { settings } from "lib/settings.ts";
import { QUANTISER_VERSION } from "lib/encoders/onnx/quantise_onnx.ts";
import { inFolder } from "../../_in_folder.ts";
import { testWithDisk } from "../../_unwritable.ts";
import { damagesOf } from "../../storage/_damages.ts";

Deno.test("openSmallEncoder() gives nothing, and fetches nothing, where the model is not on disk", async () => {
  await inFolder(async (folder) => {
    const before = Deno.env.get("HF_HOME");
    Deno.env.set("HF_HOME", folder);
    try {
      const encoder = await openSmallEncoder({ models: [], root: folder }, { folder });
      assert.equal(encoder, undefined);
      assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
    } finally {
      if (before === undefined) Deno.env.delete("HF_HOME");
      else Deno.env.set("HF_HOME", before);
    }
  });
});

/** A folder of models in which a tiny one stands in for the small encoder. */
async function tinyModels(parent: string): Promise<string> {
  const models = join(parent, "models");
  const fixture = join(import.meta.dirname!, "..", "..", "fixtures", "tiny-roberta");
  await Deno.mkdir(join(models, SMALL_ENCODER, "onnx"), { recursive: true });
  for (
    const file of ["config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model.onnx"]
  ) {
    await Deno.copyFile(join(fixture, file), join(models, SMALL_ENCODER, file));
  }
  return models;
}

/** What the encoder makes of a text, and the folders in which its weights are kept. */
async function encodeWith(models: string, folder: string) {
  const encoder = (await openSmallEncoder({ models: [models], root: models }, { folder }))!;
  const kept = await exists(folder) ? await Array.fromAsync(Deno.readDir(folder)) : [];
  return {
    features: await encoder.encode(["a violin"]),
    named: [encoder.name, encoder.identity],
    folders: kept.filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort(),
  };
}

Deno.test("openSmallEncoder() sets damaged weights aside, of whatever damage, and quantises again", () =>
  inFolder(async (folder) => {
    const [models, cache] = [await tinyModels(folder), join(folder, "scoring")];
    const before = await encodeWith(models, cache);
    assert.equal(before.folders.length, 1);
    let count = 0;
    for (const name of ["model.onnx", "model.json"]) {
      const path = join(cache, before.folders[0]!, name);
      const whole = await Deno.readFile(path);
      for (const [how, bytes] of Object.entries(damagesOf(whole))) {
        await Deno.writeFile(path, bytes);
        const { features, named, folders } = await encodeWith(models, cache);
        assert.deepEqual([features, named], [before.features, before.named], `${name}, ${how}`);
        assert.equal(folders.length, ++count + 1);
        assert.deepEqual(await Deno.readFile(path), whole);
      }
    }
  }));

Deno.test("openSmallEncoder() keeps other weights of the same size apart", () =>
  inFolder(async (folder) => {
    const [models, cache] = [await tinyModels(folder), join(folder, "scoring")];
    const path = join(models, SMALL_ENCODER, "onnx", "model.onnx");
    const before = await encodeWith(models, cache);
    const weights = await Deno.readFile(path);
    const at = weights.length >> 1; // within a constant
    await Deno.writeFile(path, weights.with(at, weights[at]! ^ 1));
    const after = await encodeWith(models, cache);
    assert.equal(after.folders.length, 2);
    assert.notDeepEqual(after.named, before.named);
  }));

Deno.test("openSmallEncoder() names published weights that are broken, and what to do", () =>
  inFolder(async (folder) => {
    const models = await tinyModels(folder);
    const path = join(models, SMALL_ENCODER, "onnx", "model.onnx");
    const weights = await Deno.readFile(path);
    await Deno.writeFile(path, weights.subarray(0, weights.length - 100));
    await assert.rejects(encodeWith(models, join(folder, "scoring")), {
      name: "SyntaxError",
      message: `${path} is no whole ONNX model: its bytes are no protobuf. If it was not fetched ` +
        "whole, remove it: it is then fetched anew, or put a whole one in its place",
    });
  }));

Deno.test("openSmallEncoder() finds what it kept before a rewrite, until the rounding is another", () =>
  inFolder(async (folder) => {
    const cache = join(folder, "scoring");
    const { folders } = await encodeWith(await tinyModels(folder), cache);
    assert.deepEqual(folders, ["MiniLM-int8-dc315fff8a9f"]);
    const identity = JSON.parse(await Deno.readTextFile(join(cache, folders[0]!, "identity.json")));
    assert.equal(identity.quantiser, QUANTISER_VERSION);
  }));

testWithDisk(
  "openSmallEncoder() quantises each time where nothing can be kept",
  (disk) =>
    inFolder(async (folder) => {
      const [models, cache] = [await tinyModels(folder), join(disk.folder, "scoring")];
      const { features, named } = await encodeWith(models, join(folder, "scoring"));
      await Deno.mkdir(cache);
      for (const refuse of [disk.makeReadOnly, disk.fill]) {
        await refuse();
        const there = await encodeWith(models, cache);
        assert.deepEqual([there.features, there.named], [features, named]);
        await disk.makeWritable();
      }
      await encodeWith(models, cache);
      await disk.makeReadOnly();
      const { features: read } = await encodeWith(models, cache);
      assert.deepEqual(read, features);
    }),
);

const [here] = settings.models;

Deno.test({
  name: "openSmallEncoder() gives the numbers of the encoder that quantises each time",
  ignore: here === undefined || !await exists(join(here, SMALL_ENCODER)), // needs the model's files
  fn: () =>
    inFolder(async (folder) => {
      const texts = ["a violin", "One morning the sailor found a violin under the stairs."];
      for (let time = 0; time < 2; time++) {
        const kept = (await openSmallEncoder(settings, { folder }))!;
        const found = await findModel(SMALL_ENCODER, settings, { needs: TEXT_ENCODER });
        const anew = await openTextEncoder(found, { precision: "int8" });
        assert.deepEqual(await kept.encode(texts), await anew.encode(texts));
        assert.deepEqual([kept.name, kept.identity], [anew.name, anew.identity]);
      }
    }),
});
