import assert from "assert";
import { join } from "node:path";
import { encodeCached } from "lib/encoders/text/encode_cached.ts";
import type { TextEncoder } from "lib/encoders/text/text_encoder.ts";
import { inFolder } from "../../_in_folder.ts";

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

Deno.test("encodeCached() names the file of the cache that is broken", () =>
  inFolder(async (cache) => {
    await encodeCached(counting().encoder, TEXTS, { cache });
    const [folder] = await Array.fromAsync(Deno.readDir(cache), ({ name }) => join(cache, name));
    const [file] = await Array.fromAsync(Deno.readDir(folder!), ({ name }) => join(folder!, name));
    await Deno.writeTextFile(file!, "half a fi");
    await assert.rejects(encodeCached(counting().encoder, TEXTS, { cache }), {
      name: "SyntaxError",
      message: `Cannot read ${file}: expected an HDF5 file, found other content`,
    });
  }));

Deno.test("encodeCached() gives no rows for no texts", () =>
  inFolder(async (cache) => {
    const { rows, columns } = await encodeCached(counting().encoder, [], { cache });
    assert.deepEqual([rows, columns], [0, 2]);
  }));
