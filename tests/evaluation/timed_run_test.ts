import assert from "assert";
import { join } from "node:path";
import { timedRun } from "lib/evaluation/timed_run.ts";
import { inFolder } from "../_in_folder.ts";

Deno.test("timedRun() measures a run that starts afresh and none that goes on", () =>
  inFolder(async (parent) => {
    const folder = join(parent, "run");
    const train = async () => {
      await Deno.mkdir(folder, { recursive: true });
      return "trained";
    };
    const first = await timedRun(folder, train);
    assert.equal(first.value, "trained");
    assert.ok(first.fit! >= 0 && first.fit! < 5);
    assert.deepEqual(await timedRun(folder, train), { value: "trained" });
  }));
