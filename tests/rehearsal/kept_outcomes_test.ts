import assert from "assert";
import { join } from "node:path";
import { inFolder } from "../_in_folder.ts";
import { openKeptOutcomes } from "./_kept_outcomes.ts";

const DONE = { notebook: "GPT", state: "done", took: "12 min 3 s", peak: "6.0 GB" } as const;

Deno.test("openKeptOutcomes() gives what the same code has kept, and nothing of other code's", () =>
  inFolder(async (folder) => {
    const kept = await openKeptOutcomes(folder, "a");
    await kept.add(DONE);
    await kept.add({ ...DONE, notebook: "ResNet" });
    const again = await openKeptOutcomes(folder, "a");
    assert.deepEqual(again.outcomes, [DONE, { ...DONE, notebook: "ResNet" }]);
    assert.deepEqual((await openKeptOutcomes(folder, "b")).outcomes, []);
  }));

Deno.test("openKeptOutcomes() gives nothing of a damaged file", () =>
  inFolder(async (folder) => {
    await (await openKeptOutcomes(folder, "a")).add(DONE);
    const path = join(folder, "outcomes.json");
    await Deno.writeTextFile(path, (await Deno.readTextFile(path)).replace("GPT", "GTP"));
    assert.deepEqual((await openKeptOutcomes(folder, "a")).outcomes, []);
  }));
