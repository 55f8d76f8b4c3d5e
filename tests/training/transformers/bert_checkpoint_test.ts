import assert from "assert";
import { join } from "node:path";
import { openTextEncoder, type TextEncoderOptions } from "lib/encoders/text/text_encoder.ts";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { settings } from "lib/settings.ts";
import { openSafetensors, writeSafetensors } from "lib/storage/safetensors.ts";
import { loadTensorFlow, tf } from "lib/training/tensorflow.ts";
import { openBertCheckpoint } from "lib/training/transformers/bert_checkpoint.ts";
import { exists } from "lib/files.ts";
import { inFolder } from "../../_in_folder.ts";
import { withFiles } from "../../loaders/models/_with_files.ts";
import { publishedRoberta } from "./_published.ts";

await loadTensorFlow({ backend: "cpu" });

const FIXTURES = join(import.meta.dirname!, "..", "..", "fixtures");
const onnx = filesIn(join(FIXTURES, "tiny-roberta"));

/** What PyTorch 2.13 and transformers 5.24 give, see `fixtures/tiny-roberta.py`. */
const expected: {
  readonly texts: string[];
  readonly input_ids: number[][];
  readonly attention_mask: number[][];
  readonly last_hidden_state: number[][][];
} = JSON.parse(await Deno.readTextFile(await onnx.file("expected.json")));

const idsOf = (row: number) =>
  expected.input_ids[row]!.filter((_, t) => expected.attention_mask[row]![t] === 1);

function furthest(actual: ArrayLike<number>, wanted: ArrayLike<number>): number {
  assert.equal(actual.length, wanted.length);
  return Math.max(...Array.from(wanted, (value, i) => Math.abs(value - actual[i]!)));
}

const byCheckpoint: TextEncoderOptions = { openCheckpoint: openBertCheckpoint };

Deno.test("openBertCheckpoint() gives PyTorch's hidden states, padded or alone", () =>
  inFolder(async (folder) => {
    const model = await openBertCheckpoint(await publishedRoberta(folder), { padTokenId: 1 });
    const rows = expected.texts.map((_, row) => idsOf(row));
    const { data, lengths, columns } = await model.run(rows);
    assert.deepEqual([lengths, columns], [rows.map(({ length }) => length), 32]);
    const stride = data.length / rows.length;
    for (const [row, ids] of rows.entries()) {
      const wanted = expected.last_hidden_state[row]!.slice(0, ids.length).flat();
      const together = data.subarray(row * stride, row * stride + wanted.length);
      assert.ok(furthest(together, wanted) < 1e-4, `row ${row}, padded`);
      assert.ok(furthest((await model.run([ids])).data, wanted) < 1e-4, `row ${row}, alone`);
    }
  }));

Deno.test("openBertCheckpoint() keeps no tensor of a batch", () =>
  inFolder(async (folder) => {
    const model = await openBertCheckpoint(await publishedRoberta(folder), { padTokenId: 1 });
    const before = tf.memory().numTensors;
    await model.run([idsOf(0), idsOf(2)]);
    assert.equal(tf.memory().numTensors, before);
  }));

Deno.test("openTextEncoder() gives roberta-base's features as published, equal to an ONNX export's", () =>
  inFolder(async (folder) => {
    const published = await openTextEncoder(await publishedRoberta(folder), byCheckpoint);
    const exported = await openTextEncoder(onnx, { threads: 1 });
    assert.deepEqual([published.name, published.columns], ["FacebookAI/roberta-base f32", 32]);
    const [own, reference] = [
      await published.encode([...expected.texts, ""]),
      await exported.encode([...expected.texts, ""]),
    ];
    assert.ok(furthest(own.data, reference.data) < 1e-4);
  }));

Deno.test("openTextEncoder() takes the ONNX file where a model has both", async () => {
  const refuse = () => Promise.reject(new Error("the checkpoint was opened"));
  const { identity } = await openTextEncoder(onnx, { openCheckpoint: refuse, threads: 1 });
  assert.equal(identity.weights, (await openTextEncoder(onnx, { threads: 1 })).identity.weights);
});

Deno.test("openTextEncoder() reads no more of a long text than roberta-base has positions for", () =>
  inFolder(async (folder) => {
    const { encode } = await openTextEncoder(await publishedRoberta(folder), byCheckpoint);
    const { data } = await encode(["word ".repeat(200), "word ".repeat(300)]); // 128 of them
    assert.ok(data.every(Number.isFinite));
    assert.deepEqual(data.subarray(0, 32), data.subarray(32));
  }));

Deno.test("openTextEncoder() computes a checkpoint in f32 only, and says so", () =>
  inFolder(async (folder) => {
    const model = await publishedRoberta(folder);
    await assert.rejects(openTextEncoder(model, { ...byCheckpoint, precision: "int8" }), {
      name: "RangeError",
      message: "Cannot open FacebookAI/roberta-base in int8: it has no onnx/model.onnx, and a " +
        "model's model.safetensors is computed in f32 only",
    });
  }));

Deno.test("openTextEncoder() misses the ONNX file where nobody opens checkpoints", () =>
  inFolder(async (folder) => {
    await assert.rejects(openTextEncoder(await publishedRoberta(folder)), {
      name: "ModelError",
      kind: "no-file",
      file: "onnx/model.onnx",
    });
  }));

Deno.test("openBertCheckpoint() tells weights, configs and shards apart", () =>
  inFolder(async (folder) => {
    const model = await publishedRoberta(folder);
    const weightsOf = async (files: ModelFiles) =>
      (await openBertCheckpoint(files, { padTokenId: 1 })).weights;
    const usual = await weightsOf(model);
    assert.match(usual, /^sha256:[0-9a-f]{64}$/);
    assert.equal(await weightsOf(model), usual);
    const config = join(folder, "other.json");
    const fields = JSON.parse(await Deno.readTextFile(await model.file("config.json")));
    await Deno.writeTextFile(config, JSON.stringify({ ...fields, layer_norm_eps: 1e-3 }));
    const weights = join(folder, "other.safetensors");
    const { shapes, read } = await openSafetensors(await model.file("model.safetensors"));
    const tensors = new Map(
      await Promise.all([...shapes.keys()].map(async (name) => [name, await read(name)] as const)),
    );
    tensors.get("roberta.embeddings.LayerNorm.bias")!.data[0]! += 1;
    await writeSafetensors(weights, tensors);
    const others = [
      await weightsOf(withFiles(model, { "config.json": config })),
      await weightsOf(withFiles(model, { "model.safetensors": weights })),
    ];
    assert.equal(new Set([usual, ...others]).size, 3);
  }));

Deno.test("openBertCheckpoint() refuses a tokenizer that pads with another token", () =>
  inFolder(async (folder) => {
    const before = tf.memory().numTensors;
    const model = await publishedRoberta(folder);
    await assert.rejects(openBertCheckpoint(model, { padTokenId: 0 }), {
      name: "RangeError",
      message:
        "Cannot read texts with FacebookAI/roberta-base: its tokenizer pads with token id 0, " +
        "but the model with 1",
    });
    assert.equal(tf.memory().numTensors, before);
  }));

const MINILM = "sentence-transformers/all-MiniLM-L6-v2";
const folders = settings.models.map((folder) => join(folder, MINILM));
const found = await Promise.all(
  folders.map(async (folder) =>
    await exists(join(folder, "onnx/model.onnx")) && await exists(join(folder, "model.safetensors"))
  ),
);
const miniLm = folders[found.indexOf(true)];

Deno.test({
  name:
    "openTextEncoder() gives MiniLM's features by its checkpoint, laid out as bert-base-uncased",
  ignore: miniLm === undefined, // its weights are not on this machine
  fn: () =>
    inFolder(async (folder) => {
      const config = join(folder, "tokenizer_config.json");
      await Deno.writeTextFile(config, '{"do_lower_case": true, "model_max_length": 512}');
      const published = withFiles({ ...filesIn(miniLm!), id: MINILM }, {
        "tokenizer_config.json": config,
        "special_tokens_map.json": undefined,
        "onnx/model.onnx": undefined,
      });
      const texts = ["A cat sat on the mat, unbelievably.", "No!"];
      const own = await (await openTextEncoder(published, byCheckpoint)).encode(texts);
      const exported = await openTextEncoder(filesIn(miniLm!), { threads: 1 });
      assert.ok(furthest(own.data, (await exported.encode(texts)).data) < 1e-4);
    }),
});
