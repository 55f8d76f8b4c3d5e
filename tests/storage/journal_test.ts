import assert from "assert";
import { join } from "node:path";
import { openJournal } from "lib/storage/journal.ts";

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
      assert.equal(await Deno.readTextFile(path), first + '{"step":7}\n');
    }
  }));

Deno.test("openJournal() drops refused entries from the file too", () =>
  withPath(async (path) => {
    const journal = await openJournal<Entry>(path);
    for (const step of [0, 1, 2]) await journal.append({ step });
    await openJournal<Entry>(path, ({ step }) => step < 2);
    assert.equal(await Deno.readTextFile(path), '{"step":0}\n{"step":1}\n');
  }));

Deno.test("openJournal() names a broken line inside the file", () =>
  withPath(async (path) => {
    await openJournal<Entry>(path);
    await Deno.writeTextFile(path, '{"step":0}\n{"ste\n{"step":2}\n');
    await assert.rejects(openJournal<Entry>(path), {
      name: "SyntaxError",
      message: `Cannot read ${path}: expected JSON in line 2, got {"ste`,
    });
  }));
