import assert from "assert";
import { type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { gpt2ParameterShapes } from "lib/training/transformers/gpt2_parameter_shapes.ts";
import {
  copyGpt2,
  createGpt2,
  disposeGpt2,
  loadGpt2,
} from "lib/training/transformers/load_gpt2.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { inFolder } from "../../_in_folder.ts";
import { intoShards } from "../../loaders/models/_into_shards.ts";
import { withFiles } from "../../loaders/models/_with_files.ts";
import { tinyConfig } from "./_tiny_config.ts";

await loadTensorFlow({ backend: "cpu" });
const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const CONFIG = {
  model_type: "gpt2",
  vocab_size: 6,
  n_embd: 8,
  n_layer: 2,
  n_head: 2,
  n_inner: 16,
  n_positions: 16,
  eos_token_id: 0,
};
const shapes = gpt2ParameterShapes(tinyConfig());

/** Writes a checkpoint whose tensors are renamed, left out (no name) or added to. */
async function checkpoint(
  options: { rename?: (name: string) => string | undefined; more?: Record<string, number[]> } = {},
) {
  const { rename = (name) => name, more = {} } = options;
  const named = [...shapes].flatMap(([name, shape]): [string, number[]][] => {
    const renamed = rename(name);
    return renamed === undefined ? [] : [[renamed, shape]];
  });
  const tensors = [...named, ...Object.entries(more)].map(([name, shape], i) => {
    const length = shape.reduce((product, n) => product * n, 1);
    return [name, { shape, data: new Float32Array(length).fill(i + 1) }] as [string, StoredTensor];
  });
  await Deno.writeTextFile(`${folder}/config.json`, JSON.stringify(CONFIG));
  await writeSafetensors(`${folder}/model.safetensors`, new Map(tensors));
  return filesIn(folder);
}

Deno.test("gpt2ParameterShapes() lists what PyTorch's GPT2Model has", () => {
  assert.equal(shapes.size, 2 + 2 * 12 + 2);
  assert.deepEqual(shapes.get("h.1.attn.c_attn.weight"), [8, 24]);
  assert.deepEqual(shapes.get("h.0.mlp.c_fc.weight"), [8, 16]);
  assert.deepEqual(shapes.get("h.0.mlp.c_proj.weight"), [16, 8]);
  assert.deepEqual(shapes.get("wpe.weight"), [16, 8]);
});

Deno.test("loadGpt2() loads every parameter, and disposeGpt2() frees them", async () => {
  const before = tf.memory().numTensors;
  const model = await loadGpt2(await checkpoint());
  assert.deepEqual([...model.parameters].map(([name, p]) => [name, p.shape]), [...shapes]);
  assert.equal(model.parameters.get("wpe.weight")!.dataSync()[0], 2);
  assert.equal(tf.memory().numTensors, before + shapes.size);
  disposeGpt2(model);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("loadGpt2() knows the prefix, old causal masks, and the tied output layer", async () => {
  const more = {
    "lm_head.weight": [6, 8],
    "transformer.h.0.attn.bias": [1, 1, 16, 16],
    "h.1.attn.masked_bias": [1],
  };
  const { parameters } = await loadGpt2(
    await checkpoint({ rename: (name) => `transformer.${name}`, more }),
  );
  assert.deepEqual([...parameters.keys()], [...shapes.keys()]);
});

Deno.test("loadGpt2() names missing, unknown and misshapen tensors", async () => {
  const path = `${folder}/model.safetensors`;
  const rename = (name: string) => name === "h.1.ln_2.bias" ? undefined : name;
  await assert.rejects(loadGpt2(await checkpoint({ rename, more: { "h.2.ln_1.bias": [8] } })), {
    name: "TypeError",
    message:
      `${path} does not fit its config.json: h.1.ln_2.bias is missing, h.2.ln_1.bias is unknown`,
  });
  const turned = (name: string) => name === "h.0.mlp.c_fc.weight" ? undefined : name;
  const more = { "h.0.mlp.c_fc.weight": [16, 8] };
  await assert.rejects(loadGpt2(await checkpoint({ rename: turned, more })), {
    name: "TypeError",
    message: `${path}: expected h.0.mlp.c_fc.weight of shape [8,16] by its config.json, got [16,8]`,
  });
});

Deno.test("createGpt2() draws as transformers does, the same for a seed", () => {
  const config = tinyConfig({ vocabSize: 500, hiddenSize: 32, initializerRange: 0.02 });
  const { parameters } = createGpt2(config, 1);
  const deviation = (name: string) => {
    const values = parameters.get(name)!.dataSync<"float32">();
    return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  };
  const isNear = (value: number, expected: number) => Math.abs(value / expected - 1) < 0.15;
  assert.ok(isNear(deviation("wte.weight"), 0.02), `${deviation("wte.weight")}`);
  assert.ok(isNear(deviation("h.0.attn.c_attn.weight"), 0.02));
  assert.ok(isNear(deviation("h.1.attn.c_proj.weight"), 0.02 / 2)); // two layers: √4
  assert.ok(isNear(deviation("h.1.mlp.c_proj.weight"), 0.02 / 2));
  assert.deepEqual([...parameters.get("h.0.mlp.c_fc.bias")!.dataSync()], new Array(16).fill(0));
  assert.deepEqual([...parameters.get("ln_f.weight")!.dataSync()], new Array(32).fill(1));
  const values = (seed: number) =>
    createGpt2(config, seed).parameters.get("wpe.weight")!.dataSync();
  assert.deepEqual(values(1), parameters.get("wpe.weight")!.dataSync());
  assert.notDeepEqual(values(2), values(1));
});

Deno.test("createGpt2() refuses sizes that fit no GPT-2", () => {
  assert.throws(() => createGpt2(tinyConfig({ heads: 3 }), 1), {
    name: "RangeError",
    message: "Cannot make a GPT-2: expected heads that divide 8, got 3",
  });
});

Deno.test("copyGpt2() gives the same weights in variables of their own", () => {
  const model = createGpt2(tinyConfig(), 1);
  const copy = copyGpt2(model);
  const [first, second] = [model, copy].map(({ parameters }) => parameters.get("wte.weight")!);
  assert.deepEqual(first!.dataSync(), second!.dataSync());
  second!.assign(tf.zeros([6, 8]));
  assert.notEqual(first!.dataSync()[0], 0);
});

Deno.test("loadGpt2() reads shards by their index", () =>
  inFolder(async (shards) => {
    const files = await checkpoint();
    const whole = await loadGpt2(files);
    const { parameters } = await loadGpt2(await intoShards(files, shards, "transformer."));
    for (const [name, parameter] of whole.parameters) {
      assert.deepEqual(parameters.get(name)!.dataSync(), parameter.dataSync(), name);
    }
  }));

Deno.test("loadGpt2() names weights that were cut off, and what to do", async () => {
  const files = await checkpoint();
  const path = await files.file("model.safetensors");
  const bytes = await Deno.readFile(path);
  await Deno.writeFile(path, bytes.subarray(0, bytes.length - 4));
  await assert.rejects(loadGpt2(files), {
    name: "SyntaxError",
    message:
      /model\.safetensors: tensor .* the file is truncated, .*\. If it was not fetched whole/,
  });
});

Deno.test("loadGpt2() names the tensor that is stored in a type which is not read", () =>
  inFolder(async (other) => {
    const path = `${other}/model.safetensors`;
    let at = 0;
    const entries = [...shapes].map(([name, shape]) => {
      const start = at;
      at += 8 * shape.reduce((product, n) => product * n, 1);
      return [name, { dtype: "F64", shape, data_offsets: [start, at] }];
    });
    const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
    const content = new Uint8Array(8 + header.length + at);
    new DataView(content.buffer).setBigUint64(0, BigInt(header.length), true);
    content.set(header, 8);
    await Deno.writeFile(path, content);
    await assert.rejects(loadGpt2(withFiles(await checkpoint(), { "model.safetensors": path })), {
      name: "SyntaxError",
      message: `${path}: cannot read wte.weight: expected F32, F16 or BF16, got F64`,
    });
  }));
