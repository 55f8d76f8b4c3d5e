import assert from "assert";
import { join } from "node:path";
import { listNotebooks, selectNotebooks } from "lib/notebooks/order.ts";
import { inFolder } from "../_in_folder.ts";

const NAMES = ["Split Datasets", "Baselines (Textual)", "Audio Analysis", "Audio Analysis Extra"];

Deno.test("listNotebooks() puts the reading order first and unknown names last by alphabet", () =>
  inFolder(async (folder) => {
    for (const name of ["Zebra", "Baselines (Textual)", "Apple", "Split Datasets", ".hidden"]) {
      await Deno.writeTextFile(join(folder, `${name}.ipynb`), "{}");
    }
    await Deno.writeTextFile(join(folder, "Notes.md"), "");
    assert.deepEqual(await listNotebooks(folder), [
      "Split Datasets",
      "Baselines (Textual)",
      "Apple",
      "Zebra",
    ]);
  }));

Deno.test("selectNotebooks() picks all for no wish and keeps the order given", () => {
  assert.deepEqual(selectNotebooks(NAMES, []), NAMES);
  assert.deepEqual(selectNotebooks(NAMES, ["base", "split"]), NAMES.slice(0, 2));
});

Deno.test("selectNotebooks() prefers a whole name, then a beginning, then a part", () => {
  assert.deepEqual(selectNotebooks(NAMES, ["audio analysis.ipynb"]), ["Audio Analysis"]);
  assert.deepEqual(selectNotebooks(NAMES, ["AUDIO"]), ["Audio Analysis", "Audio Analysis Extra"]);
  assert.deepEqual(selectNotebooks(["Split", "Sp and Split"], ["split"]), ["Split"]);
  assert.deepEqual(selectNotebooks(NAMES, ["textual"]), ["Baselines (Textual)"]);
});

Deno.test("selectNotebooks() names what there is when nothing fits", () => {
  assert.throws(() => selectNotebooks(["Split Datasets"], ["zoo"]), {
    name: "RangeError",
    message: 'Cannot find a notebook for "zoo": expected a name or a part of one of ' +
      '"Split Datasets"',
  });
  assert.throws(() => selectNotebooks([], ["zoo"]), /no notebooks at all/);
});
