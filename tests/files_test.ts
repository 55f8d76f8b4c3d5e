import assert from "assert";
import { join } from "node:path";
import { exists, safeFileName, writeAtomic } from "lib/files.ts";
import { inFolder } from "./_in_folder.ts";

Deno.test("writeAtomic() makes missing folders and replaces a file whole", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a", "b.txt");
    await writeAtomic(path, "a longer first text");
    await writeAtomic(path, "ü");
    assert.equal(await Deno.readTextFile(path), "ü");
    assert.deepEqual([...Deno.readDirSync(join(folder, "a"))].map((e) => e.name), ["b.txt"]);
  }));

Deno.test("writeAtomic() lets a reader see one whole version while writers race", () =>
  inFolder(async (folder) => {
    const path = join(folder, "raced.txt");
    const versions = ["a", "b", "c", "d"].map((letter) => letter.repeat(200_000));
    const writing = Promise.all(versions.map((text) => writeAtomic(path, text)));
    await writing;
    assert.ok(versions.includes(await Deno.readTextFile(path)));
    assert.equal([...Deno.readDirSync(folder)].length, 1);
  }));

Deno.test("writeAtomic() leaves nothing behind when the target is a folder", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "taken", "inner"), { recursive: true });
    await assert.rejects(writeAtomic(join(folder, "taken"), "text"));
    assert.deepEqual([...Deno.readDirSync(folder)].map((e) => e.name), ["taken"]);
  }));

Deno.test("exists() tells files and folders from nothing", () =>
  inFolder(async (folder) => {
    await writeAtomic(join(folder, "file"), "");
    assert.equal(await exists(join(folder, "file")), true);
    assert.equal(await exists(folder), true);
    assert.equal(await exists(join(folder, "missing")), false);
    assert.equal(await exists(join(folder, "file", "below a file")), false);
  }));

Deno.test("safeFileName() passes ordinary names and ids", () => {
  for (
    const name of ["Training Steps", "-Iy7x7Acwlo", "_jTkr8a6Jf4", "DinoV2 + RoBERTa (a-b)", "é1"]
  ) {
    assert.equal(safeFileName(name), name);
  }
});

Deno.test("safeFileName() refuses what could leave the folder or break a system", () => {
  for (
    const name of [
      "",
      ".",
      "..",
      "../x",
      "a/b",
      "a\\b",
      "a\0b",
      ".hidden",
      "a:b",
      "x.",
      "y ",
      "z".repeat(121),
    ]
  ) {
    assert.throws(() => safeFileName(name), {
      name: "RangeError",
      message: /as a file name: expected/,
    });
  }
});
