import assert from "assert";
import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import { keptOrMade } from "lib/storage/kept_folder.ts";
import { keyedPath } from "lib/storage/keyed_folder.ts";
import { inFolder } from "../_in_folder.ts";
import { testWithDisk } from "../_unwritable.ts";

const KEY = { name: "sum", identity: { a: 1 } };

/** Opens what is kept in two files, `first` and `last`, and tells whether it was made. */
async function open(parent: string) {
  let isMade = false;
  const { value, folder } = await keptOrMade(parent, KEY, {
    last: "last",
    read: async (folder) => {
      const texts = [];
      for (const name of ["first", "last"]) {
        const text = await Deno.readTextFile(join(folder, name));
        if (!/^\d+$/.test(text)) throw new SyntaxError(`Cannot read ${join(folder, name)}`);
        texts.push(text);
      }
      return texts.join();
    },
    make: () => (isMade = true, Promise.resolve("4,2")),
    write: async (folder, made) => {
      for (const [i, name] of ["first", "last"].entries()) {
        await writeAtomic(join(folder, name), made.split(",")[i]!);
      }
    },
  });
  return { value, isMade, folder };
}

Deno.test("keptOrMade() makes once and reads afterwards", () =>
  inFolder(async (parent) => {
    const folder = keyedPath(parent, KEY);
    assert.deepEqual(await open(parent), { value: "4,2", isMade: true, folder });
    assert.deepEqual(await open(parent), { value: "4,2", isMade: false, folder });
  }));

Deno.test("keptOrMade() sets the whole folder aside when a file is damaged or missing", () =>
  inFolder(async (parent) => {
    const { folder } = await open(parent);
    await Deno.writeTextFile(join(folder!, "first"), "");
    assert.equal((await open(parent)).isMade, true);
    await Deno.remove(join(folder!, "first"));
    assert.equal((await open(parent)).isMade, true);
    assert.equal((await open(parent)).isMade, false);
    for (const aside of ["", "-2"]) {
      assert.equal(await Deno.readTextFile(join(`${folder}.damaged${aside}`, "last")), "2");
    }
  }));

Deno.test("keptOrMade() finishes what a killed process began", () =>
  inFolder(async (parent) => {
    const { folder } = await open(parent);
    await Deno.remove(join(folder!, "last"));
    await Deno.writeTextFile(join(folder!, "first"), "half");
    assert.equal((await open(parent)).isMade, true);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(parent), ({ name }) => name), [
      folder!.slice(parent.length + 1),
    ]);
    assert.equal((await open(parent)).isMade, false);
  }));

testWithDisk(
  "keptOrMade() reads from a read-only disk, and makes what is damaged or missing",
  async (disk) => {
    const { folder } = await open(disk.folder);
    await disk.makeReadOnly();
    assert.equal((await open(disk.folder)).isMade, false);
    await disk.makeWritable();
    await Deno.writeTextFile(join(folder!, "last"), "damaged");
    await disk.makeReadOnly();
    assert.deepEqual(await open(disk.folder), { value: "4,2", isMade: true, folder: undefined });
    await disk.makeWritable();
    await Deno.remove(folder!, { recursive: true });
    await disk.makeReadOnly();
    assert.deepEqual(await open(disk.folder), { value: "4,2", isMade: true, folder: undefined });
  },
);
