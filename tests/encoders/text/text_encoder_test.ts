import assert from "assert";
import { join } from "node:path";
import { openTextEncoder } from "lib/encoders/text/text_encoder.ts";
import { findModel } from "lib/loaders/models/find_model.ts";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { TEXT_ENCODER } from "lib/loaders/models/model_needs.ts";
import { settings } from "lib/settings.ts";
import { cosine } from "../../loaders/clips/_clips.ts";
import { inFolder } from "../../_in_folder.ts";
import { withFiles } from "../../loaders/models/_with_files.ts";
import { withExternalData } from "../onnx/_external_data.ts";
import { constant, tinyModel } from "../onnx/_onnx_models.ts";

const FIXTURES = join(import.meta.dirname!, "..", "..", "fixtures");

const folder = join(FIXTURES, "tiny-roberta");
const tiny: ModelFiles = { ...filesIn(folder), id: "tiny-roberta" };

/** What PyTorch 2.13 and transformers 5.24 give, see `fixtures/tiny-roberta.py`. */
interface Expected {
  texts: string[];
  attention_mask: number[][];
  last_hidden_state: number[][][];
}

const expected: Expected = JSON.parse(
  await Deno.readTextFile(join(folder, "expected.json")),
);

function normalised(row: readonly number[]): number[] {
  return row.map((value) => value / Math.hypot(...row));
}

/** The mean of the tokens that are no padding, divided by its norm. */
function pooled(tokens: number[][], mask: number[]): number[] {
  const kept = tokens.filter((_, t) => mask[t] === 1);
  return normalised(
    kept[0]!.map((_, d) => kept.reduce((sum, token) => sum + token[d]!, 0) / kept.length),
  );
}

const reference = expected.last_hidden_state.map((tokens, i) =>
  pooled(tokens, expected.attention_mask[i]!)
);

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  assert.equal(actual.length, expected.length);
  const distance = Math.max(...Array.from(expected, (value, i) => Math.abs(value - actual[i]!)));
  assert.ok(distance <= tolerance, `largest difference ${distance}`);
}

for (const batchSize of [1, 2, 3]) {
  Deno.test(`openTextEncoder() gives PyTorch's features, ${batchSize} texts at a time`, async () => {
    const encoder = await openTextEncoder(tiny, { batchSize, threads: 1 });
    const { rows, columns, data } = await encoder.encode(expected.texts);
    assert.deepEqual([rows, columns, encoder.columns], [3, 32, 32]);
    assertNear(data, reference.flat(), 1e-4);
  });
}

Deno.test("openTextEncoder() stays close in int8, whatever the batch", async () => {
  const [alone, together] = await Promise.all([1, 3].map(async (batchSize) => {
    const encoder = await openTextEncoder(tiny, { precision: "int8", batchSize, threads: 1 });
    return (await encoder.encode(expected.texts)).data;
  }));
  assertNear(together!, alone!, 1e-5);
  for (const [i, row] of reference.entries()) {
    const similarity = cosine(alone!.subarray(i * 32, (i + 1) * 32), row);
    assert.ok(similarity > 0.999 && similarity < 1 - 1e-9, `cosine ${similarity}`);
  }
});

Deno.test("openTextEncoder() cuts a text but keeps the token that closes it", async () => {
  const [long] = expected.texts;
  const encoder = await openTextEncoder(tiny, { maxTokens: 5, threads: 1 });
  const cut = await encoder.encode([long!, `${long} and more`, "hi"]);
  const [first, second] = [cut.data.subarray(0, 32), cut.data.subarray(32, 64)];
  assert.deepEqual(first, second);
  assertNear(cut.data.subarray(64), reference[2]!, 1e-4); // "hi" is short enough
});

Deno.test("openTextEncoder() reads no more tokens than the model has places for", async () => {
  const encoder = await openTextEncoder(tiny, { threads: 1 });
  const { data } = await encoder.encode(["word ".repeat(400), "word ".repeat(500)]);
  assert.ok(data.every(Number.isFinite));
  assert.deepEqual(data.subarray(0, 32), data.subarray(32));
});

Deno.test("openTextEncoder() encodes no text and an empty one", async () => {
  const encoder = await openTextEncoder(tiny, { threads: 1 });
  assert.deepEqual(await encoder.encode([]), {
    kind: "dense",
    rows: 0,
    columns: 32,
    data: new Float32Array(),
  });
  const { data } = await encoder.encode([""]);
  assert.ok(Math.abs(Math.hypot(...data) - 1) < 1e-6);
});

Deno.test("openTextEncoder() tells precisions, weights and lengths apart", async () => {
  const identities = await Promise.all(
    [{}, { precision: "int8" as const }, { maxTokens: 16 }].map(async (options) =>
      JSON.stringify((await openTextEncoder(tiny, { ...options, threads: 1 })).identity)
    ),
  );
  assert.equal(new Set(identities).size, 3);
  const [f32, int8] = identities.map((text) => /sha256:[0-9a-f]{64}/.exec(text)![0]);
  assert.notEqual(f32, int8);
});

for (const name of ["tokenizer.json", "tokenizer_config.json"]) {
  Deno.test(`openTextEncoder() tells another ${name} apart`, () =>
    inFolder(async (folder) => {
      const other = join(folder, name);
      await Deno.writeTextFile(other, `${await Deno.readTextFile(await tiny.file(name))}\n`);
      const changed = withFiles(tiny, { [name]: other });
      const [before, after] = [
        (await openTextEncoder(tiny, { threads: 1 })).identity,
        (await openTextEncoder(changed, { threads: 1 })).identity,
      ];
      assert.notEqual(after.tokenizer, before.tokenizer);
      assert.deepEqual({ ...after, tokenizer: before.tokenizer }, before);
    }));
}

Deno.test("openTextEncoder() refuses a batch of no texts", async () => {
  const encoder = await openTextEncoder(tiny, { batchSize: 0, threads: 1 });
  await assert.rejects(encoder.encode(["hi"]), { name: "RangeError", message: /positive whole/ });
});

Deno.test("openTextEncoder() refuses a model of something else", () =>
  inFolder(async (folder) => {
    const model = join(folder, "model.onnx");
    const node = [{ opType: "Add", input: ["x", "b"], output: ["y"] }];
    await Deno.writeFile(model, tinyModel({ node, initializer: [constant("b", [1], [1])] }));
    const other = withFiles(tiny, { "onnx/model.onnx": model });
    await assert.rejects(openTextEncoder(other), {
      name: "TypeError",
      message: "Cannot use tiny-roberta as an encoder of texts: expected inputs among input_ids, " +
        "attention_mask, token_type_ids and the output last_hidden_state, got x and y",
    });
  }));

Deno.test("openTextEncoder() reads weights that lie beside the model, rounded or not", () =>
  inFolder(async (folder) => {
    const exported = await Deno.readFile(await tiny.file("onnx/model.onnx"));
    const { model, data } = withExternalData(exported, "model.onnx_data");
    const paths = {
      "onnx/model.onnx": join(folder, "model.onnx"),
      "onnx/model.onnx_data": join(folder, "model.onnx_data"),
    };
    await Deno.writeFile(paths["onnx/model.onnx"], model);
    await Deno.writeFile(paths["onnx/model.onnx_data"], data);
    const split = withFiles(tiny, paths);
    const encoder = await openTextEncoder(split, { threads: 1 });
    assertNear((await encoder.encode(expected.texts)).data, reference.flat(), 1e-4);
    const [own, single] = await Promise.all([split, tiny].map(async (model) => {
      const rounded = await openTextEncoder(model, { precision: "int8", threads: 1 });
      return (await rounded.encode(expected.texts)).data;
    }));
    assert.deepEqual(own, single);
    await Deno.writeFile(paths["onnx/model.onnx"], model.subarray(0, model.length - 50));
    await assert.rejects(openTextEncoder(split), {
      name: "SyntaxError",
      message:
        /onnx is no whole ONNX model: its bytes are no protobuf\. If it was not fetched whole/,
    });
  }));

Deno.test("openTextEncoder() names the file that is no JSON", () =>
  inFolder(async (folder) => {
    const broken = join(folder, "tokenizer.json");
    await Deno.writeTextFile(broken, "{");
    const other = withFiles(tiny, { "tokenizer.json": broken });
    await assert.rejects(openTextEncoder(other), {
      name: "SyntaxError",
      message: `${broken}: expected JSON`,
    });
  }));

const miniLm = await findModel("sentence-transformers/all-MiniLM-L6-v2", {
  ...settings,
  hub: { ...settings.hub, offline: true }, // tests do not download
}, { needs: TEXT_ENCODER }).catch(() => undefined);

for (
  const { precision, least } of [{ precision: "f32", least: 1 - 1e-7 }, {
    precision: "int8",
    least: 0.995,
  }] as const
) {
  Deno.test({
    name: `openTextEncoder() gives PyTorch's features of MiniLM in ${precision}`,
    ignore: !miniLm, // its weights are not on this machine
    fn: async () => {
      const { texts, maxTokens, meanPooled }: {
        texts: string[];
        maxTokens: number;
        meanPooled: number[][];
      } = JSON.parse(await Deno.readTextFile(join(FIXTURES, "minilm.json")));
      const encoder = await openTextEncoder(miniLm!, { precision, maxTokens, threads: 1 });
      const { data } = await encoder.encode(texts);
      for (const [i, row] of meanPooled.entries()) {
        const encoded = data.subarray(i * 384, (i + 1) * 384);
        assert.ok(cosine(encoded, row) >= least, `text ${i}: cosine ${cosine(encoded, row)}`);
        if (precision === "f32") assertNear(encoded, normalised(row), 1e-4);
      }
    },
  });
}

Deno.test("openTextEncoder() says which published model it reads with", async () => {
  const revision = "e2da8e2f811d1448a5b465c236feacd80ffbac7b";
  const published = { ...tiny, id: "a/tiny", revision };
  const { source } = await openTextEncoder(published, { threads: 1 });
  assert.deepEqual(source, { id: "a/tiny", revision });
  const local = (await openTextEncoder(tiny, { threads: 1 })).source;
  assert.equal(local?.revision, undefined);
});
