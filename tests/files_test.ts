import assert from "assert";
import { join } from "node:path";
import { exists, safeFileName, writeAtomic, writingTo } from "lib/files.ts";
import { inFolder } from "./_in_folder.ts";
import { testWithDisk } from "./_unwritable.ts";

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

Deno.test("writingTo() names folder and cause of a system's refusal to write", async () => {
  const causes = {
    ENOSPC: "no space is left on the disk",
    EROFS: "the file system is read-only",
    EACCES: "permission is denied",
  };
  for (const [code, cause] of Object.entries(causes)) {
    const refuse = () => Promise.reject(Object.assign(new Error("os error"), { code }));
    await assert.rejects(writingTo("cache/runs/a.json", refuse), {
      name: "UnwritableError",
      message: `Cannot write to cache/runs: ${cause}`,
    });
  }
});

Deno.test("writingTo() passes on other errors and what the work gives", async () => {
  assert.equal(await writingTo("a", () => Promise.resolve(7)), 7);
  const missing = new Deno.errors.NotFound("gone");
  await assert.rejects(writingTo("a", () => Promise.reject(missing)), missing);
});

Deno.test("writeAtomic() refuses a path below a file, and leaves the file alone", () =>
  inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "kept");
    await assert.rejects(writeAtomic(join(file, "below"), "new"), {
      name: "UnwritableError",
      message: `Cannot write to ${file}: a file stands where a folder is expected`,
    });
    assert.equal(await Deno.readTextFile(file), "kept");
  }));

testWithDisk(
  "writeAtomic() names a full and a read-only disk and leaves what was there",
  async (disk) => {
    const file = join(disk.folder, "kept", "a.txt");
    await writeAtomic(file, "before");
    const refusals = [
      [disk.fill, "no space is left on the disk"],
      [disk.makeReadOnly, "the file system is read-only"],
    ] as const;
    for (const [refuse, cause] of refusals) {
      await refuse();
      await assert.rejects(writeAtomic(file, "after"), {
        name: "UnwritableError",
        message: `Cannot write to ${join(disk.folder, "kept")}: ${cause}`,
      });
      await disk.makeWritable();
      assert.equal(await Deno.readTextFile(file), "before");
      assert.deepEqual(
        await Array.fromAsync(Deno.readDir(join(disk.folder, "kept")), ({ name }) => name),
        ["a.txt"],
      );
    }
    await writeAtomic(file, "after");
    assert.equal(await Deno.readTextFile(file), "after");
  },
);
