import assert from "assert";
import { join } from "node:path";
import { digestOfBytes } from "lib/storage/digest.ts";
import { digestOfFile, openFileDigests } from "lib/storage/file_digests.ts";
import { inFolder } from "../_in_folder.ts";
import { testWithDisk } from "../_unwritable.ts";

const LONG_AGO = new Date("2020-01-01T00:00:00Z");

/** Writes a file that was last changed long ago. */
async function writeOld(path: string, text: string, at: Date = LONG_AGO): Promise<string> {
  await Deno.writeTextFile(path, text);
  await Deno.utime(path, at, at);
  return digestOfBytes(new TextEncoder().encode(text));
}

Deno.test("digestOfFile() is SHA-256 of files of any length", () =>
  inFolder(async (folder) => {
    const path = join(folder, "file");
    for (const length of [0, 1, (1 << 20) - 1, (1 << 20) + 1]) {
      const bytes = new Uint8Array(length).fill(length % 251);
      await Deno.writeFile(path, bytes);
      assert.equal(await digestOfFile(path), digestOfBytes(bytes));
    }
  }));

Deno.test("openFileDigests() remembers by path, size and time, over processes too", () =>
  inFolder(async (folder) => {
    const [path, memory] = [join(folder, "weights"), join(folder, "digests.jsonl")];
    const first = await writeOld(path, "one");
    assert.equal(await (await openFileDigests(memory)).of(path), first);
    await writeOld(path, "two"); // as long and as old, so it cannot be told from the first
    assert.equal(await (await openFileDigests(memory)).of(path), first);
    const longer = await writeOld(path, "three");
    assert.equal(await (await openFileDigests(memory)).of(path), longer);
    const later = await writeOld(path, "seven", new Date("2021-01-01T00:00:00Z"));
    assert.equal(await (await openFileDigests(memory)).of(path), later);
  }));

Deno.test("openFileDigests() does not remember a file that was changed just now", () =>
  inFolder(async (folder) => {
    const [path, memory] = [join(folder, "weights"), join(folder, "digests.jsonl")];
    const digests = await openFileDigests(memory);
    const soon = new Date("2100-01-01T00:00:00Z"); // as a file is that changes while it is read
    const first = await writeOld(path, "one", soon);
    assert.equal(await digests.of(path), first);
    const second = await writeOld(path, "two", soon);
    assert.equal(await digests.of(path), second);
  }));

Deno.test("openFileDigests() starts anew from a damaged memory", () =>
  inFolder(async (folder) => {
    const [path, memory] = [join(folder, "weights"), join(folder, "digests.jsonl")];
    const digest = await writeOld(path, "one");
    await Deno.writeTextFile(memory, "no JSON\nat all\n");
    assert.equal(await (await openFileDigests(memory)).of(path), digest);
    assert.equal(await Deno.readTextFile(`${memory}.damaged`), "no JSON\nat all\n");
    assert.match(await Deno.readTextFile(memory), new RegExp(digest));
  }));

Deno.test("openFileDigests() answers where nothing can be written", () =>
  inFolder(async (folder) => {
    const path = join(folder, "weights");
    const digest = await writeOld(path, "one");
    assert.equal(await (await openFileDigests(join(path, "below", "a", "file"))).of(path), digest);
  }));

testWithDisk(
  "openFileDigests() remembers on a read-only disk what was kept on it",
  async (disk) => {
    const [path, memory] = [join(disk.folder, "weights"), join(disk.folder, "digests.jsonl")];
    const first = await writeOld(path, "one");
    await (await openFileDigests(memory)).of(path);
    await writeOld(path, "two");
    await disk.makeReadOnly();
    assert.equal(await (await openFileDigests(memory)).of(path), first);
  },
);

testWithDisk("openFileDigests() answers beside a damaged memory that stays", async (disk) => {
  const [path, memory] = [join(disk.folder, "weights"), join(disk.folder, "digests.jsonl")];
  const digest = await writeOld(path, "one");
  await Deno.writeTextFile(memory, "no JSON\nat all\n");
  await disk.makeReadOnly();
  assert.equal(await (await openFileDigests(memory)).of(path), digest);
});
