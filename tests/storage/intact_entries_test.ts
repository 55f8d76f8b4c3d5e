import assert from "assert";
import { join } from "node:path";
import { openJournal, readIntactEntries } from "lib/storage/journal.ts";
import { inFolder } from "../_in_folder.ts";

Deno.test("readIntactEntries() gives the lines that are whole, whatever the others hold", () =>
  inFolder(async (folder) => {
    const path = join(folder, "journal.jsonl");
    const journal = await openJournal<{ n: number }>(path);
    for (const n of [1, 2, 3, 4]) await journal.append({ n });
    const lines = (await Deno.readTextFile(path)).split("\n");
    lines[1] = lines[1]!.replace('"n":2', '"n":9');
    lines[2] = "\u0000\u0001";
    await Deno.writeTextFile(path, lines.join("\n").slice(0, -10));
    assert.deepEqual(await readIntactEntries(path), [{ n: 1 }]);
    await Deno.writeTextFile(path, "");
    assert.deepEqual(await readIntactEntries(path), []);
    assert.deepEqual(await readIntactEntries(join(folder, "none")), []);
  }));
