import assert from "assert";
import { join } from "node:path";
import { openJournal } from "lib/storage/journal.ts";
import { runSeconds } from "lib/training/run_seconds.ts";
import type { TrainingEntry } from "lib/training/train_options.ts";
import { inFolder } from "../_in_folder.ts";

async function writeJournal(folder: string, seconds: readonly number[]): Promise<string> {
  const path = join(folder, "journal.jsonl");
  const journal = await openJournal<TrainingEntry>(path);
  for (const [i, at] of seconds.entries()) {
    const step = { kind: "step", epoch: 1, step: i + 1, loss: 1, learningRate: 1 } as const;
    await journal.append({ ...step, seconds: at });
  }
  return path;
}

Deno.test("runSeconds() is how long the run had been trained at its last line", () =>
  inFolder(async (folder) => {
    await writeJournal(folder, [1.5, 30, 42.25]);
    assert.equal(await runSeconds(folder), 42.25);
  }));

Deno.test("runSeconds() knows nothing of a run that has not begun", () =>
  inFolder(async (folder) => {
    assert.equal(await runSeconds(join(folder, "none")), undefined);
    await writeJournal(folder, []);
    assert.equal(await runSeconds(folder), undefined);
  }));

Deno.test("runSeconds() names a journal that is damaged", () =>
  inFolder(async (folder) => {
    const path = await writeJournal(folder, [1, 2]);
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace('"seconds":1,', '"seconds":9,'));
    await assert.rejects(runSeconds(folder), {
      name: "SyntaxError",
      message: /^Cannot read line 1 of .*journal\.jsonl: expected the sum [0-9a-f]{8}, got/,
    });
  }));
