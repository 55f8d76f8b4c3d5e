import assert from "assert";
import { createGenerator } from "lib/random.ts";
import { type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { forward } from "lib/training/transformers/bert.ts";
import { parseBertConfig } from "lib/training/transformers/config.ts";
import { withoutFrozenLayers } from "lib/training/transformers/freeze.ts";
import { disposeBert, loadBert } from "lib/training/transformers/load_bert.ts";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { parameterShapes } from "lib/training/transformers/parameter_shapes.ts";
import { padBatch } from "lib/training/transformers/token_batch.ts";
import { inFolder } from "../../_in_folder.ts";
import { intoShards } from "../../loaders/models/_into_shards.ts";
import { configText } from "./_config.ts";

await loadTensorFlow({ backend: "cpu" });
const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const shapes = parameterShapes(parseBertConfig(configText(), "c"));

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
  await Deno.writeTextFile(`${folder}/config.json`, configText());
  await writeSafetensors(`${folder}/model.safetensors`, new Map(tensors));
  return filesIn(folder);
}

Deno.test("parameterShapes() lists what PyTorch's BertModel has", () => {
  assert.equal(shapes.size, 5 + 16 + 2);
  assert.deepEqual(shapes.get("embeddings.position_embeddings.weight"), [8, 4]);
  assert.deepEqual(shapes.get("encoder.layer.0.intermediate.dense.weight"), [6, 4]);
  assert.deepEqual(shapes.get("encoder.layer.0.output.dense.weight"), [4, 6]);
});

Deno.test("loadBert() loads every parameter, and disposeBert() frees them", async () => {
  const before = tf.memory().numTensors;
  const { parameters, config } = await loadBert(await checkpoint());
  assert.deepEqual([...parameters].map(([name, p]) => [name, p.shape]), [...shapes]);
  assert.equal(parameters.get("embeddings.position_embeddings.weight")!.dataSync()[0], 2);
  assert.equal(tf.memory().numTensors, before + shapes.size);
  disposeBert({ parameters, config });
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("loadBert() knows prefixes, old names, and what belongs to other tasks", async () => {
  const rename = (name: string) =>
    `bert.${name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("Norm.bias", "Norm.beta")}`;
  const more = { "cls.predictions.bias": [10], "bert.embeddings.position_ids": [1, 8] };
  const { parameters } = await loadBert(await checkpoint({ rename, more }));
  assert.deepEqual([...parameters.keys()], [...shapes.keys()]);
  assert.equal(parameters.get("embeddings.LayerNorm.weight")!.dataSync()[0], 4);
});

Deno.test("loadBert() names missing, unknown and misshapen tensors", async () => {
  const path = `${folder}/model.safetensors`;
  const rename = (name: string) => name === "encoder.layer.0.output.dense.bias" ? undefined : name;
  await assert.rejects(loadBert(await checkpoint({ rename, more: { "encoder.extra": [1] } })), {
    name: "TypeError",
    message:
      `${path} does not fit its config.json: encoder.layer.0.output.dense.bias is missing, ` +
      "encoder.extra is unknown",
  });
  const swapped = (name: string) => name.endsWith("word_embeddings.weight") ? undefined : name;
  const more = { "embeddings.word_embeddings.weight": [4, 10] };
  await assert.rejects(loadBert(await checkpoint({ rename: swapped, more })), {
    name: "TypeError",
    message:
      `${path}: expected embeddings.word_embeddings.weight of shape [10,4] by its config.json, ` +
      "got [4,10]",
  });
});

Deno.test("loadBert() draws a missing pooler only with a generator, the same for a seed", async () => {
  const files = await checkpoint({
    rename: (name) => name.startsWith("pooler.") ? undefined : name,
  });
  await assert.rejects(loadBert(files), {
    name: "TypeError",
    message: /pooler.dense.weight is missing, pooler.dense.bias is missing; a generator would draw/,
  });
  const draw = async () => (await loadBert(files, { generator: createGenerator(1) })).parameters;
  const parameters = await draw();
  const weight = [...parameters.get("pooler.dense.weight")!.dataSync()];
  const deviation = Math.sqrt(weight.reduce((sum, w) => sum + w * w, 0) / weight.length);
  assert.ok(deviation > 0.01 && deviation < 0.03, `deviation ${deviation}`); // 0.02 of 16 draws
  assert.deepEqual([...(await draw()).get("pooler.dense.weight")!.dataSync()], weight);
  assert.deepEqual([...parameters.get("pooler.dense.bias")!.dataSync()], [0, 0, 0, 0]);
});

Deno.test("loadBert() leaves the pooler out where nobody reads it, stored or not", async () => {
  const stored = await loadBert(await checkpoint(), { withoutPooler: true });
  const rename = (name: string) => name.startsWith("pooler.") ? undefined : name;
  const missing = await loadBert(await checkpoint({ rename }), { withoutPooler: true });
  const encoder = [...shapes.keys()].filter((name) => !name.startsWith("pooler."));
  assert.deepEqual([...stored.parameters.keys()], encoder);
  assert.deepEqual([...missing.parameters.keys()], encoder);
});

Deno.test("loadBert() reads shards by their index", () =>
  inFolder(async (shards) => {
    const files = await checkpoint();
    const whole = await loadBert(files);
    const { parameters } = await loadBert(await intoShards(files, shards, "bert."));
    for (const [name, parameter] of whole.parameters) {
      assert.deepEqual(parameters.get(name)!.dataSync(), parameter.dataSync(), name);
    }
  }));

Deno.test("loadBert() says what is missing in a folder without a checkpoint", async () => {
  await assert.rejects(loadBert(filesIn(`${folder}/nowhere`)), {
    name: "ModelError",
    kind: "no-file",
    message: /config\.json/,
  });
});

Deno.test("forward() refuses texts beyond the positions and ids beyond the vocabulary", async () => {
  const model = await loadBert(await checkpoint());
  assert.throws(() => forward(model, padBatch([[1, 2, 3, 4, 5, 6, 7, 8, 9]], 0)), {
    name: "RangeError",
    message: "Cannot encode 9 tokens: expected at most 8, the positions of this bert model",
  });
  assert.throws(() => forward(model, padBatch([[1, 10]], 0)), {
    name: "RangeError",
    message: "Cannot encode token id 10: expected 0..9, the vocabulary of this bert model; its " +
      "tokenizer does not belong to it",
  });
});

Deno.test("forward() keeps no more for each layer than what it hands on, where nothing is dropped", async () => {
  const model = await loadBert(await checkpoint());
  const batch = padBatch([[1, 2, 3], [4]], 0);
  const keptWith = (layers: number) =>
    tf.tidy(() => {
      const before = tf.memory().numTensors;
      forward({ ...model, config: { ...model.config, layers } }, batch);
      return tf.memory().numTensors - before;
    });
  assert.equal(keptWith(1) - keptWith(0), 1);
});

Deno.test("withoutFrozenLayers() leaves out the first layers and what comes before them", async () => {
  const { parameters } = await loadBert(await checkpoint());
  assert.deepEqual(withoutFrozenLayers(parameters, 0), parameters);
  assert.deepEqual([...withoutFrozenLayers(parameters, 1).keys()], [
    "pooler.dense.weight",
    "pooler.dense.bias",
  ]);
  assert.throws(() => withoutFrozenLayers(parameters, 1.5), { name: "RangeError" });
});
