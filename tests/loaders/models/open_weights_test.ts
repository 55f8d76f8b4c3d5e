import assert from "assert";
import { join } from "node:path";
import { filesIn } from "lib/loaders/models/model_files.ts";
import { openWeights, weightFiles } from "lib/loaders/models/open_weights.ts";
import { writeSafetensors } from "lib/storage/safetensors.ts";
import { inFolder } from "../../_in_folder.ts";

const ADVICE =
  "If it was not fetched whole, remove it: it is then fetched anew, or put a whole one " +
  "in its place";
const INDEX = "model.safetensors.index.json";
const [FIRST, SECOND] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];

/** Writes a file of weights whose tensors hold the numbers given. */
function write(folder: string, file: string, tensors: Readonly<Record<string, number[]>>) {
  return writeSafetensors(
    join(folder, file),
    new Map(
      Object.entries(tensors).map(([name, data]) => [
        name,
        { shape: [data.length], data: Float32Array.from(data) },
      ]),
    ),
  );
}

/** The tensors a and b in one shard, c in another. */
async function writeShards(folder: string, index: unknown = undefined) {
  await write(folder, FIRST!, { a: [1, 2], b: [3] });
  await write(folder, SECOND!, { c: [4, 5, 6] });
  const weight_map = { a: FIRST, b: FIRST, c: SECOND };
  const content = index ?? { metadata: { total_size: 24 }, weight_map };
  await Deno.writeTextFile(join(folder, INDEX), JSON.stringify(content));
  return filesIn(folder);
}

Deno.test("openWeights() reads one file", () =>
  inFolder(async (folder) => {
    await write(folder, "model.safetensors", { a: [1, 2] });
    const { path, shapes, read } = await openWeights(filesIn(folder));
    assert.equal(path, join(folder, "model.safetensors"));
    assert.deepEqual([...shapes], [["a", [2]]]);
    assert.deepEqual(await read("a"), { shape: [2], data: Float32Array.of(1, 2) });
  }));

Deno.test("openWeights() reads shards by their index", () =>
  inFolder(async (folder) => {
    const { path, shapes, read } = await openWeights(await writeShards(folder));
    assert.equal(path, join(folder, INDEX));
    assert.deepEqual([...shapes], [["a", [2]], ["b", [1]], ["c", [3]]]);
    assert.deepEqual((await read("b")).data, Float32Array.of(3));
    assert.deepEqual((await read("c")).data, Float32Array.of(4, 5, 6));
    await assert.rejects(read("d"), { name: "RangeError", message: `${path}: no tensor named d` });
  }));

Deno.test("openWeights() prefers one whole file to shards, as transformers does", () =>
  inFolder(async (folder) => {
    const files = await writeShards(folder);
    await write(folder, "model.safetensors", { a: [7] });
    assert.deepEqual((await (await openWeights(files)).read("a")).data, Float32Array.of(7));
  }));

Deno.test("weightFiles() names all files that hold weights", () =>
  inFolder(async (folder) => {
    const files = await writeShards(folder);
    const names = [INDEX, FIRST!, SECOND!];
    const expected = new Map(names.map((name) => [name, join(folder, name)]));
    assert.deepEqual(await weightFiles(files), expected);
    await write(folder, "model.safetensors", { a: [7] });
    const one = new Map([["model.safetensors", join(folder, "model.safetensors")]]);
    assert.deepEqual(await weightFiles(files), one);
  }));

Deno.test("openWeights() says what lies in the place of weights", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "pytorch_model.bin"), "");
    await assert.rejects(openWeights(filesIn(folder)), {
      name: "ModelError",
      kind: "no-file",
      message: /model\.safetensors.*pytorch_model\.bin.*save_pretrained/,
    });
  }));

Deno.test("openWeights() names a shard that lies nowhere", () =>
  inFolder(async (folder) => {
    const files = await writeShards(folder);
    await Deno.remove(join(folder, SECOND!));
    await assert.rejects(openWeights(files), {
      name: "ModelError",
      kind: "no-file",
      file: SECOND,
      message: new RegExp(`^Cannot find ${SECOND} of the model `),
    });
  }));

Deno.test("openWeights() names a tensor that is not in its shard", () =>
  inFolder(async (folder) => {
    const index = { weight_map: { a: FIRST, c: FIRST } };
    await assert.rejects(openWeights(await writeShards(folder, index)), {
      name: "SyntaxError",
      message: `${join(folder, INDEX)}: expected c in ${FIRST}, which does not hold it. ${ADVICE}`,
    });
  }));

for (
  const [what, index] of Object.entries({
    "has no weight_map": {},
    "has an empty weight_map": { weight_map: {} },
    "is a list": [],
  })
) {
  Deno.test(`openWeights() names an index that ${what}`, () =>
    inFolder(async (folder) => {
      await assert.rejects(openWeights(await writeShards(folder, index)), {
        name: "SyntaxError",
        message: `${join(folder, INDEX)}: expected JSON with the shard of each tensor under ` +
          `weight_map. ${ADVICE}`,
      });
    }));
}

Deno.test("openWeights() names an index and a shard that were cut off", () =>
  inFolder(async (folder) => {
    const files = await writeShards(folder);
    const shard = await Deno.readFile(join(folder, SECOND!));
    await Deno.writeFile(join(folder, SECOND!), shard.subarray(0, shard.length - 4));
    await assert.rejects(openWeights(files), {
      name: "SyntaxError",
      message:
        `${join(folder, SECOND!)}: tensor c at bytes 0 to 12: the file is truncated, its data ` +
        `has 8 bytes. ${ADVICE}`,
    });
    await Deno.writeTextFile(join(folder, INDEX), '{"weight_map":');
    await assert.rejects(openWeights(files), {
      name: "SyntaxError",
      message: /expected JSON with/,
    });
  }));

Deno.test("openWeights() reads no shard of another folder", () =>
  inFolder(async (folder) => {
    for (const shard of ["../secret.safetensors", "/a.safetensors", ".safetensors", "a/b.bin", 3]) {
      await assert.rejects(openWeights(await writeShards(folder, { weight_map: { a: shard } })), {
        name: "SyntaxError",
        message: `${join(folder, INDEX)}: expected the name of a shard for a, got ` +
          `${JSON.stringify(shard)}. ${ADVICE}`,
      });
    }
  }));
