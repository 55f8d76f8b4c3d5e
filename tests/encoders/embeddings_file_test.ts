import assert from "assert";
import { join } from "node:path";
import { embeddingsFileBytes, parseEmbeddingsFile } from "lib/encoders/_embeddings_file.ts";

const FEATURES = {
  embeddings: {
    kind: "dense",
    rows: 3,
    columns: 2,
    data: Float32Array.of(1, -2, 0.1, 3e-8, 5, NaN),
  },
  timestampsMs: Float64Array.of(0, 100 / 3, 200 / 3),
  attributes: {
    encoder: "an/encoder f32",
    fps: 30,
    rate: 0.5,
    none: "",
    "größe": "ü",
    frames: 3e9,
  },
} as const;

const KINDS = join(import.meta.dirname!, "..", "fixtures", "h5py_kinds"); // h5py_kinds.py

const kind = async (name: string) =>
  await parseEmbeddingsFile(await Deno.readFile(join(KINDS, `${name}.h5`)), `${name}.h5`);

Deno.test("parseEmbeddingsFile() gives back what embeddingsFileBytes() wrote, bit by bit", async () => {
  const bytes = await embeddingsFileBytes(FEATURES);
  assert.deepEqual(await parseEmbeddingsFile(bytes, "a.h5", { sealed: true }), FEATURES);
  const { timestampsMs: _, ...untimed } = FEATURES;
  const other = await embeddingsFileBytes(untimed);
  assert.equal((await parseEmbeddingsFile(other, "a.h5")).timestampsMs, undefined);
});

Deno.test("embeddingsFileBytes() gives equal features equal bytes", async () => {
  const [a, b] = [await embeddingsFileBytes(FEATURES), await embeddingsFileBytes(FEATURES)];
  assert.deepEqual(a, b);
});

Deno.test("embeddingsFileBytes() puts SHA-256 of the file into its attribute seal", async () => {
  const bytes = await embeddingsFileBytes(FEATURES);
  const text = new TextDecoder("latin1").decode(bytes);
  const { index, 1: digits } = /file sha256:([0-9a-f]{64})/.exec(text)!;
  const zeroed = bytes.slice();
  zeroed.fill("0".charCodeAt(0), index + "file sha256:".length, index + "file sha256:".length + 64);
  const digest = await crypto.subtle.digest("SHA-256", zeroed);
  assert.equal(new Uint8Array(digest).toHex(), digits);
});

Deno.test("parseEmbeddingsFile() refuses each altered byte of a file of ours", async () => {
  const bytes = await embeddingsFileBytes(FEATURES);
  for (const sealed of [true, false]) {
    const mark = new TextDecoder("latin1").decode(bytes).indexOf("file sha256:");
    for (let at = 0; at < bytes.length; at++) {
      if (!sealed && at >= mark && at < mark + "file sha256:".length) continue; // then it looks foreign
      await assert.rejects(
        parseEmbeddingsFile(bytes.with(at, bytes[at]! ^ 0x24), "a.h5", { sealed }),
        { name: "SyntaxError", message: /^Cannot read a\.h5: (it is not what|expected )/ },
        `byte ${at}`,
      );
    }
  }
  assert.deepEqual(await parseEmbeddingsFile(bytes, "a.h5"), FEATURES);
});

Deno.test("parseEmbeddingsFile() reads whole files after damaged ones of other programs", async () => {
  const name = join(KINDS, "float32_checksummed.h5");
  const bytes = await Deno.readFile(name);
  const whole = await parseEmbeddingsFile(bytes, "whole.h5");
  for (let at = 8; at < bytes.length; at += 7) {
    const damaged = bytes.with(at, bytes[at]! ^ 0x24);
    await parseEmbeddingsFile(damaged, "damaged.h5").catch((error) => {
      assert.equal(error.name, "SyntaxError");
      assert.match(error.message, /^Cannot read damaged\.h5: /);
    });
    assert.deepEqual(await parseEmbeddingsFile(bytes, "whole.h5"), whole, `after byte ${at}`);
  }
});

Deno.test("parseEmbeddingsFile() refuses a file cut anywhere", async () => {
  const bytes = await embeddingsFileBytes(FEATURES);
  for (let length = 0; length < bytes.length; length += 7) {
    await assert.rejects(parseEmbeddingsFile(bytes.subarray(0, length), "a.h5"), {
      name: "SyntaxError",
      message: /^Cannot read a\.h5: (expected an HDF5 file, found |it is )/,
    });
  }
});

Deno.test("parseEmbeddingsFile() refuses a file without a digest where one is asked for", async () => {
  const bytes = await Deno.readFile(join(KINDS, "int16.h5"));
  await assert.rejects(parseEmbeddingsFile(bytes, "a.h5", { sealed: true }), {
    name: "SyntaxError",
  });
});

Deno.test("parseEmbeddingsFile() reads numbers of other types and byte orders", async () => {
  const values = [0.5, 1, -2, 3, 0, 1e-3]; // as h5py_kinds.py has them
  const half = Float32Array.from(values, Math.f16round);
  for (
    const [name, expected] of [
      ["float16", half],
      ["float16_big_endian", half],
      ["float32_big_endian", Float32Array.from(values)],
      ["float32_checksummed", Float32Array.from(values)],
      ["int64", Float32Array.of(1, -2, 3, 2 ** 53, 0, -7)],
    ] as const
  ) {
    const { embeddings } = await kind(name);
    assert.deepEqual(embeddings, { kind: "dense", rows: 2, columns: 3, data: expected }, name);
  }
  const { embeddings: { rows, columns } } = await kind("empty");
  assert.deepEqual([rows, columns], [0, 3]);
});

Deno.test("parseEmbeddingsFile() reads whole numbers as numbers, in attributes and times too", async () => {
  const { attributes, timestampsMs } = await kind("float16");
  assert.deepEqual(attributes, {
    encoder: "clip",
    fps: 10,
    rate: 0.5,
    rows: 2 ** 40,
    note: "plain",
  });
  assert.deepEqual(timestampsMs, Float64Array.of(0, 100));
});

Deno.test("parseEmbeddingsFile() refuses by name what it cannot read as features", async () => {
  for (
    const [name, problem] of [
      ["text", 'expected numbers in embeddings, found "S"'],
      ["compound", 'expected numbers in embeddings, found [["x","<i"],["y","<f"]]'],
      ["complex", 'expected numbers in embeddings, found [["r","<d"],["i","<d"]]'],
      ["vector", "expected a dataset embeddings [F, D], found [3]"],
      ["group", "expected a dataset embeddings [F, D], found embeddings"],
      ["shape_only", "expected a dataset embeddings [F, D], found []"],
      ["int16", "expected a dataset timestampsMs [2], found [1]"],
    ] as const
  ) {
    await assert.rejects(kind(name), {
      name: "SyntaxError",
      message: `Cannot read ${name}.h5: ${problem}`,
    });
  }
});

Deno.test("parseEmbeddingsFile() refuses a compression that it does not know, and says so", async () => {
  await assert.rejects(kind("float32_lzf"), {
    name: "SyntaxError",
    message:
      /^Cannot read float32_lzf\.h5: it is damaged, or written in a way .*'lzf' is not registered/,
  });
});

Deno.test("parseEmbeddingsFile() refuses numbers that do not fit their checksum", async () => {
  const bytes = await Deno.readFile(join(KINDS, "float32_checksummed.h5"));
  const half = new Uint8Array(Float32Array.of(0.5, 1, -2).buffer);
  const at = bytes.findIndex((_, i) => half.every((byte, j) => bytes[i + j] === byte));
  assert.ok(at > 0);
  const altered = bytes.with(at + 3, bytes[at + 3]! ^ 1);
  await assert.rejects(parseEmbeddingsFile(altered, "a.h5"), {
    name: "SyntaxError",
    message: /HDF5: .*/,
  });
});
