import assert from "assert";
import { join } from "node:path";
import { readSealedArrays, writeSealedArrays } from "lib/storage/sealed_arrays.ts";
import { inFolder } from "../_in_folder.ts";
import { damagesOf } from "./_damages.ts";

const arrays = new Map([
  ["matrix", { shape: [2, 1], data: Float32Array.of(1, 2) }],
  ["empty", { shape: [0], data: new Float32Array() }],
]);

Deno.test("readSealedArrays() gives back what writeSealedArrays() wrote", () =>
  inFolder(async (folder) => {
    await assert.rejects(readSealedArrays(folder, "a"), Deno.errors.NotFound);
    await writeSealedArrays(folder, { name: "a", content: { words: ["one"] }, arrays });
    const read = await readSealedArrays<{ words: string[] }>(folder, "a");
    assert.deepEqual(read.content.words, ["one"]);
    for (const [name, { shape, data }] of arrays) {
      assert.deepEqual([...read.arrays.get(name)!.shape], shape, name);
      assert.deepEqual([...read.arrays.get(name)!.data], [...data], name);
    }
  }));

Deno.test("readSealedArrays() refuses each file of whatever damage", () =>
  inFolder(async (folder) => {
    await writeSealedArrays(folder, { name: "a", content: {}, arrays });
    for (const name of ["a.json", "a.safetensors"]) {
      const path = join(folder, name);
      const whole = await Deno.readFile(path);
      for (const [how, bytes] of Object.entries(damagesOf(whole))) {
        await Deno.writeFile(path, bytes);
        const read = readSealedArrays(folder, "a");
        await assert.rejects(read, { name: "SyntaxError" }, `${name}, ${how}`);
      }
      await Deno.writeFile(path, whole);
    }
  }));
