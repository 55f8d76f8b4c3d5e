import assert from "assert";
import { join } from "node:path";
import { openJournal, readJournal } from "lib/storage/journal.ts";
import { testWithDisk } from "../_unwritable.ts";

interface Entry {
  step: number;
}

async function withPath(run: (path: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await run(join(folder, "deep", "journal.jsonl"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openJournal() reads back what was appended", () =>
  withPath(async (path) => {
    const journal = await openJournal<Entry>(path);
    await journal.append({ step: 0 });
    await journal.append({ step: 1 });
    assert.deepEqual(journal.entries, [{ step: 0 }, { step: 1 }]);
    assert.deepEqual((await openJournal<Entry>(path)).entries, [{ step: 0 }, { step: 1 }]);
  }));

Deno.test("openJournal() forgets a last line cut short, wherever the cut fell", () =>
  withPath(async (path) => {
    await (await openJournal<Entry>(path)).append({ step: 0 });
    const first = await Deno.readTextFile(path);
    const second = '{"step":1}';
    for (let length = 0; length <= second.length; length++) {
      await Deno.writeTextFile(path, first + second.slice(0, length));
      const journal = await openJournal<Entry>(path);
      await journal.append({ step: 7 });
      const text = await Deno.readTextFile(path);
      assert.ok(text.startsWith(first));
      assert.match(text.slice(first.length), /^\{"step":7,"sum":"[0-9a-f]{8}"\}\n$/);
    }
  }));

Deno.test("openJournal() drops refused entries from the file too", () =>
  withPath(async (path) => {
    const journal = await openJournal<Entry>(path);
    for (const step of [0, 1, 2]) await journal.append({ step });
    await openJournal<Entry>(path, ({ step }) => step < 2);
    assert.deepEqual((await openJournal<Entry>(path)).entries, [{ step: 0 }, { step: 1 }]);
  }));

Deno.test("openJournal() names a broken line inside the file", () =>
  withPath(async (path) => {
    await openJournal<Entry>(path);
    await Deno.writeTextFile(path, '{"step":0}\n{"ste\n{"step":2}\n');
    await assert.rejects(openJournal<Entry>(path), {
      name: "SyntaxError",
      message: `Cannot read line 2 of ${path}: expected JSON, got "{\\"ste"`,
    });
  }));

Deno.test("openJournal() takes lines of an older form, without a sum, as they are", () =>
  withPath(async (path) => {
    await openJournal<Entry>(path);
    await Deno.writeTextFile(path, '{"step":4}\n');
    assert.deepEqual((await openJournal<Entry>(path)).entries, [{ step: 4 }]);
  }));

Deno.test("openJournal() refuses a line in which any character was altered", () =>
  withPath(async (path) => {
    const journal = await openJournal<Entry>(path);
    for (const step of [12, 345]) await journal.append({ step });
    const text = await Deno.readTextFile(path);
    for (let at = 0; at < text.length - 1; at++) {
      const other = text[at] === "7" ? "8" : "7";
      await Deno.writeTextFile(path, text.slice(0, at) + other + text.slice(at + 1));
      await assert.rejects(readJournal<Entry>(path), SyntaxError, `character ${at}`);
    }
  }));

Deno.test("readJournal() leaves the file as it is", () =>
  withPath(async (path) => {
    await (await openJournal<Entry>(path)).append({ step: 0 });
    await Deno.writeTextFile(path, '{"st', { append: true });
    const before = await Deno.readTextFile(path);
    assert.deepEqual(await readJournal<Entry>(path), [{ step: 0 }]);
    assert.equal(await Deno.readTextFile(path), before);
    assert.deepEqual(await readJournal<Entry>(`${path}.none`), []);
  }));

testWithDisk("openJournal() leaves no torn line where the disk is full", async (disk) => {
  const path = join(disk.folder, "journal.jsonl");
  const journal = await openJournal<{ text: string }>(path);
  await journal.append({ text: "first" });
  await disk.fill();
  // more than the rest of the file's last block, so that a part of the line is written
  await assert.rejects(journal.append({ text: "x".repeat(20_000) }), {
    name: "UnwritableError",
    message: `Cannot write to ${disk.folder}: no space is left on the disk`,
  });
  await disk.makeWritable();
  await journal.append({ text: "second" });
  assert.deepEqual(await readJournal(path), [{ text: "first" }, { text: "second" }]);
});
