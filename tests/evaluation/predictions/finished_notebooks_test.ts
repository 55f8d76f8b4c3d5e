import assert from "assert";
import { join } from "node:path";
import {
  listPredictionFiles,
  readFinished,
  recordFinished,
} from "lib/evaluation/predictions/finished_notebooks.ts";
import {
  predictionsFile,
  type SavedPredictions,
} from "lib/evaluation/predictions/saved_predictions.ts";
import { recordOpening } from "lib/evaluation/predictions/test_openings.ts";
import { writeAtomic } from "lib/files.ts";
import { digestOf } from "lib/storage/digest.ts";
import { sealed } from "lib/storage/sealed.ts";
import { inFolder } from "../../_in_folder.ts";
import { saved } from "../_saved.ts";

const BASELINES = { notebook: "Baselines (Textual)", digest: "a".repeat(64) };

Deno.test("recordFinished() keeps the last digest of each notebook", () =>
  inFolder(async (folder) => {
    const other = { notebook: "../Any, name", digest: "c" };
    await recordFinished(BASELINES, { folder });
    await recordFinished({ ...BASELINES, digest: "b" }, { folder });
    await recordFinished(other, { folder });
    const finished = await readFinished(folder);
    assert.deepEqual([...finished.keys()].sort(), ["../Any, name", "Baselines (Textual)"]);
    assert.deepEqual(finished.get(BASELINES.notebook), {
      ...BASELINES,
      digest: "b",
      notMade: [],
    });
    assert.deepEqual(finished.get(other.notebook), { ...other, notMade: [] });
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(names, ["finished"]);
  }));

Deno.test("recordFinished() names what the run, on the same data, did not make again", () =>
  inFolder(async (folder) => {
    const keep = (it: SavedPredictions) => (
      writeAtomic(join(folder, predictionsFile(it)), sealed(it))
    );
    const dropped = saved({ model: "Dropped" });
    const elsewhere = saved({ data: "other", dataDigest: "e".repeat(64) });
    const ofOther = saved({ notebook: "Other" });
    for (const it of [saved(), dropped, elsewhere, ofOther]) await keep(it);
    await recordOpening(saved({ side: "test" }), { folder });
    const before = await listPredictionFiles(folder);
    for (const it of [saved(), saved({ model: "New" })]) await keep(it);
    await recordFinished(BASELINES, { folder, before });
    const { notMade } = (await readFinished(folder)).get(BASELINES.notebook)!;
    assert.deepEqual(notMade, [digestOf(dropped)]);
  }));

Deno.test("recordFinished() blames a run that saved nothing for nothing", () =>
  inFolder(async (folder) => {
    await writeAtomic(join(folder, predictionsFile(saved())), sealed(saved()));
    const before = await listPredictionFiles(folder);
    await recordFinished(BASELINES, { folder, before });
    assert.deepEqual((await readFinished(folder)).get(BASELINES.notebook)!.notMade, []);
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
