import assert from "assert";
import { join } from "node:path";
import {
  listPredictionFiles,
  readFinished,
  recordFinished,
} from "lib/evaluation/predictions/finished_notebooks.ts";
import { writeAtomic } from "lib/files.ts";
import { inFolder } from "../../_in_folder.ts";

const BASELINES = { notebook: "Baselines (Textual)", digest: "a".repeat(64) };

Deno.test("recordFinished() keeps the last digest of each notebook", () =>
  inFolder(async (folder) => {
    const other = { notebook: "../Any, name", digest: "c" };
    await recordFinished(BASELINES, { folder });
    await recordFinished({ ...BASELINES, digest: "b" }, { folder });
    await recordFinished(other, { folder });
    const finished = await readFinished(folder);
    assert.deepEqual([...finished.keys()].sort(), ["../Any, name", "Baselines (Textual)"]);
    assert.deepEqual(finished.get(BASELINES.notebook), { ...BASELINES, digest: "b" });
    assert.deepEqual(finished.get(other.notebook), other);
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(names, ["finished"]);
  }));

Deno.test("recordFinished() names the files that were written since the list before", () =>
  inFolder(async (folder) => {
    await writeAtomic(join(folder, "kept.json"), "1");
    await writeAtomic(join(folder, "again.json"), "2");
    const before = await listPredictionFiles(folder);
    await writeAtomic(join(folder, "again.json"), "2");
    await writeAtomic(join(folder, "new.json"), "3");
    await writeAtomic(join(folder, "openings.jsonl"), "4");
    await recordFinished(BASELINES, { folder, before });
    const { made } = (await readFinished(folder)).get(BASELINES.notebook)!;
    assert.deepEqual(made, ["again.json", "new.json"]);
  }));

Deno.test("listPredictionFiles() and readFinished() find none where there is no folder", () =>
  inFolder(async (folder) => {
    assert.deepEqual(await listPredictionFiles(join(folder, "missing")), new Map());
    assert.deepEqual(await readFinished(join(folder, "missing")), new Map());
  }));

Deno.test("readFinished() sets a damaged record aside and reads the others", async (t) => {
  const damages: Readonly<Record<string, (text: string) => string>> = {
    empty: () => "",
    half: (text) => text.slice(0, text.length / 2),
    altered: (text) => text.replace("aaaa", "aaab"),
    foreign: () => "[1]",
  };
  for (const [name, damage] of Object.entries(damages)) {
    await t.step(name, () =>
      inFolder(async (folder) => {
        await recordFinished(BASELINES, { folder });
        const records = join(folder, "finished");
        const [file] = await Array.fromAsync(Deno.readDir(records), (entry) => entry.name);
        await recordFinished({ notebook: "Other", digest: "b" }, { folder });
        const path = join(records, file!);
        const damaged = damage(await Deno.readTextFile(path));
        await Deno.writeTextFile(path, damaged);
        assert.deepEqual([...(await readFinished(folder)).keys()], ["Other"]);
        assert.equal(await Deno.readTextFile(`${path}.damaged`), damaged);
        await recordFinished(BASELINES, { folder });
        assert.equal((await readFinished(folder)).size, 2);
      }));
  }
});
