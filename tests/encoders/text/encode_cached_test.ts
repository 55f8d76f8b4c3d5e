import assert from "assert";
import { join } from "node:path";
import { encodeCached } from "lib/encoders/text/encode_cached.ts";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { inFolder } from "../../_in_folder.ts";
import { testWithDisk } from "../../_unwritable.ts";

/** An encoder that gives a text's length and its first letter's code, and notes what it was given. */
function counting({ failOn = "", identity = {} }: {
  failOn?: string;
  identity?: TextEncoder["identity"];
} = {}) {
  const seen: string[] = [];
  const encoder: TextEncoder = {
    name: "letters/first f32",
    columns: 2,
    identity: { model: "letters/first", ...identity },
    encode: (texts) => {
      if (texts.includes(failOn)) return Promise.reject(new Error("out of power"));
      seen.push(...texts);
      const data = Float32Array.from(texts.flatMap((text) => [text.length, text.charCodeAt(0)]));
      return Promise.resolve({ kind: "dense", rows: texts.length, columns: 2, data });
    },
  };
  return { encoder, seen };
}

const TEXTS = ["apple", "bee", "cedar tree", "d", "ember"];
const FEATURES = Float32Array.of(5, 97, 3, 98, 10, 99, 1, 100, 5, 101);

Deno.test("encodeCached() encodes once and reads the second time", () =>
  inFolder(async (cache) => {
    for (const expected of [TEXTS, []]) {
      const { encoder, seen } = counting();
      const features = await encodeCached(encoder, TEXTS, { cache, chunkSize: 2 });
      assert.deepEqual(features, { kind: "dense", rows: 5, columns: 2, data: FEATURES });
      assert.deepEqual(seen, expected);
    }
  }));

Deno.test("encodeCached() goes on where a run was stopped", () =>
  inFolder(async (cache) => {
    const stopped = counting({ failOn: "ember" });
    await assert.rejects(encodeCached(stopped.encoder, TEXTS, { cache, chunkSize: 2 }), {
      message: "out of power",
    });
    assert.deepEqual(stopped.seen, TEXTS.slice(0, 4));
    const { encoder, seen } = counting();
    const { data } = await encodeCached(encoder, TEXTS, { cache, chunkSize: 2 });
    assert.deepEqual(seen, ["ember"]);
    assert.deepEqual(data, FEATURES);
  }));

Deno.test("encodeCached() encodes anew what changed: a text, or the encoder", () =>
  inFolder(async (cache) => {
    await encodeCached(counting().encoder, TEXTS, { cache, chunkSize: 2 });
    const text = counting();
    const texts = TEXTS.with(3, "dog");
    const { data } = await encodeCached(text.encoder, texts, { cache, chunkSize: 2 });
    assert.deepEqual(text.seen, ["cedar tree", "dog"]);
    assert.deepEqual(data.subarray(6, 8), Float32Array.of(3, 100));
    const other = counting({ identity: { precision: "int8" } });
    await encodeCached(other.encoder, TEXTS, { cache, chunkSize: 2 });
    assert.deepEqual(other.seen, TEXTS);
    assert.equal((await Array.fromAsync(Deno.readDir(cache))).length, 2);
  }));

Deno.test("encodeCached() sets a damaged file aside, of whatever damage, and encodes its texts again", () =>
  inFolder(async (cache) => {
    await encodeCached(counting().encoder, TEXTS, { cache });
    const file = await onlyFile(cache);
    const whole = await Deno.readFile(file);
    const foreign = join(import.meta.dirname!, "..", "..", "fixtures", "h5py_embeddings.h5");
    const other = counting();
    await encodeCached(other.encoder, ["fig"], { cache: join(cache, "other") });
    const damages = [
      whole.subarray(0, whole.length / 2),
      new Uint8Array(),
      whole.with(whole.length - 9, whole.at(-9)! ^ 1),
      new TextEncoder().encode("half a fi"),
      await Deno.readFile(foreign),
      await Deno.readFile(await onlyFile(join(cache, "other"))), // whole, but of one text
    ];
    for (const [i, bytes] of damages.entries()) {
      await Deno.writeFile(file, bytes);
      const { encoder, seen } = counting();
      assert.deepEqual((await encodeCached(encoder, TEXTS, { cache })).data, FEATURES);
      assert.deepEqual(seen, TEXTS);
      assert.deepEqual(await Deno.readFile(`${file}.damaged${i === 0 ? "" : `-${i + 1}`}`), bytes);
      assert.deepEqual(await Deno.readFile(file), whole);
    }
  }));

/** The only features of texts in a cache. */
async function onlyFile(cache: string): Promise<string> {
  const [folder] = await Array.fromAsync(Deno.readDir(cache), ({ name }) => name);
  const names = await Array.fromAsync(Deno.readDir(join(cache, folder!)), ({ name }) => name);
  const files = names.filter((name) => name.endsWith(".h5"));
  assert.equal(files.length, 1);
  return join(cache, folder!, files[0]!);
}

testWithDisk(
  "encodeCached() reads from a read-only disk and encodes what is missing",
  async (disk) => {
    const cache = join(disk.folder, "text");
    await encodeCached(counting().encoder, TEXTS.slice(0, 2), { cache, chunkSize: 2 });
    await disk.makeReadOnly();
    for (let twice = 0; twice < 2; twice++) {
      const { encoder, seen } = counting();
      assert.deepEqual(
        (await encodeCached(encoder, TEXTS, { cache, chunkSize: 2 })).data,
        FEATURES,
      );
      assert.deepEqual(seen, TEXTS.slice(2));
    }
  },
);

testWithDisk("encodeCached() encodes on a full disk, and leaves no half a file", async (disk) => {
  const cache = join(disk.folder, "text");
  await Deno.mkdir(cache);
  await disk.fill();
  assert.deepEqual((await encodeCached(counting().encoder, TEXTS, { cache })).data, FEATURES);
  await disk.makeWritable();
  const { encoder, seen } = counting();
  assert.deepEqual((await encodeCached(encoder, TEXTS, { cache })).data, FEATURES);
  assert.deepEqual(seen, TEXTS);
});

Deno.test("encodeCached() has a folder for each ingredient, and keeps its name", () =>
  inFolder(async (cache) => {
    const identity = {
      model: "a/b",
      precision: "f32",
      maxTokens: 512,
      weights: "1",
      tokenizer: "2",
    };
    const base = { name: "a/b f32", identity };
    const others = [
      { model: "a/c" },
      { precision: "int8" },
      { maxTokens: 256 },
      { weights: "3" },
      { tokenizer: "3" },
    ].map((changed) => ({ ...base, identity: { ...identity, ...changed } }));
    const { encoder } = counting();
    const folders = new Set<string>();
    for (const named of [base, ...others]) {
      await encodeCached({ ...encoder, ...named }, TEXTS, { cache });
      for await (const { name } of Deno.readDir(cache)) folders.add(name);
      if (named === base) assert.deepEqual([...folders], ["a-b-f32-71701f3d7d24"]);
    }
    assert.equal(folders.size, 6);
  }));

Deno.test("encodeCached() gives no rows for no texts", () =>
  inFolder(async (cache) => {
    const { rows, columns } = await encodeCached(counting().encoder, [], { cache });
    assert.deepEqual([rows, columns], [0, 2]);
  }));
