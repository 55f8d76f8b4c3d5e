import assert from "assert";
import { basename, join } from "node:path";
import { exists } from "lib/files.ts";
import { openJournal, readJournal } from "lib/storage/journal.ts";
import { readRunRecord, writeRunRecord } from "lib/training/runs/run_record.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import type { TrainingEntry } from "lib/training/train_options.ts";
import { inFolder } from "../../_in_folder.ts";
import { tinyRun } from "./_tiny_run.ts";

await loadTensorFlow({ backend: "cpu" });

/** The run's best epoch is its first one, so that its best weights are not its checkpoint's. */
const FILES = ["checkpoint.safetensors", "best.safetensors", "journal.jsonl"] as const;

/** What can happen to a file, the last byte but for a line's end being one that counts. */
const DAMAGES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  half: (bytes) => bytes.slice(0, bytes.length / 2),
  empty: () => new Uint8Array(),
  "altered in the middle": (bytes) => altered(bytes, Math.floor(bytes.length / 2)),
  "altered at its start": (bytes) => altered(bytes, 12),
  "altered at its end": (bytes) => altered(bytes, bytes.length - 4),
  "of zeros": (bytes) => new Uint8Array(bytes.length),
};

function altered(bytes: Uint8Array, at: number): Uint8Array {
  const other = bytes.slice();
  other[at]! ^= 1;
  return other;
}

async function damage(path: string, kind: string): Promise<void> {
  await Deno.writeFile(path, DAMAGES[kind]!(await Deno.readFile(path)));
}

/** Makes a run's files tell of so many seconds of training. */
async function claimSeconds(run: string, seconds: number): Promise<void> {
  const path = join(run, "journal.jsonl");
  const entries = await readJournal<TrainingEntry>(path);
  await Deno.remove(path);
  const journal = await openJournal<TrainingEntry>(path);
  for (const entry of entries) await journal.append({ ...entry, seconds });
  const record = await readRunRecord(run);
  await writeRunRecord(run, { ...record!, seconds });
}

/** Every file in a folder. */
async function contentsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile) found.set(name, [...await Deno.readFile(join(folder, name))].join());
  }
  return found;
}

for (const file of FILES) {
  for (const kind of Object.keys(DAMAGES)) {
    Deno.test(`fineTune() trains again what has its ${file} ${kind}`, () =>
      inFolder(async (folder) => {
        const { run, numbers } = await tinyRun(folder);
        await damage(join(run.folder, file), kind);
        assert.deepEqual((await tinyRun(folder)).numbers, numbers);
        assert.equal((await readRunRecord(run.folder))?.call, "trains anew");
        assert.ok(await exists(join(`${run.folder}.damaged`, file)));
        assert.deepEqual((await tinyRun(folder)).numbers, numbers);
        assert.equal((await readRunRecord(run.folder))?.call, "finished before, taken as it is");
      }));
  }
}

for (const file of FILES) {
  for (const kind of ["half", "empty", "altered in the middle"]) {
    Deno.test(`fineTune() leaves over ten minutes of training alone whose ${file} is ${kind}`, () =>
      inFolder(async (folder) => {
        const { run } = await tinyRun(folder);
        await claimSeconds(run.folder, 601);
        await damage(join(run.folder, file), kind);
        const before = await contentsOf(run.folder);
        await assert.rejects(tinyRun(folder), {
          name: "DamagedRunError",
          message: new RegExp(
            `${file}.*; 10 minutes of training are recorded, so that it was left as it is: ` +
              `\`deno task runs --remove ${
                basename(run.folder)
              }\` removes it, and then it is trained`,
          ),
        });
        assert.deepEqual(await contentsOf(run.folder), before);
        assert.equal(await exists(`${run.folder}.damaged`), false);
      }));
  }
}

Deno.test("fineTune() trains again what is missing its best weights or its journal", () =>
  inFolder(async (folder) => {
    const { run, numbers } = await tinyRun(folder);
    for (const file of ["best.safetensors", "journal.jsonl"]) {
      await Deno.remove(join(run.folder, file));
      assert.deepEqual((await tinyRun(folder)).numbers, numbers);
      assert.equal((await readRunRecord(run.folder))?.call, "trains anew");
    }
  }));

Deno.test("fineTune() notices a journal that lacks a whole line", () =>
  inFolder(async (folder) => {
    const { run, numbers } = await tinyRun(folder);
    const path = join(run.folder, "journal.jsonl");
    const lines = (await Deno.readTextFile(path)).split("\n");
    for (const left of [0, 2, lines.length - 2]) {
      await Deno.writeTextFile(path, lines.toSpliced(left, 1).join("\n"));
      assert.deepEqual((await tinyRun(folder)).numbers, numbers);
      assert.equal((await readRunRecord(run.folder))?.call, "trains anew");
    }
  }));

for (const kind of Object.keys(DAMAGES)) {
  Deno.test(`fineTune() restores best weights that are ${kind} from a checkpoint at that step`, () =>
    inFolder(async (folder) => {
      const recipe = { learningRate: 0.05 }; // each epoch is better than the one before
      const { run, numbers } = await tinyRun(folder, { recipe });
      assert.equal(numbers.best.step, 6);
      const best = join(run.folder, "best.safetensors");
      const whole = await Deno.readFile(best);
      await damage(best, kind);
      assert.deepEqual((await tinyRun(folder, { recipe })).numbers, numbers);
      assert.equal((await readRunRecord(run.folder))?.call, "finished before, taken as it is");
      assert.deepEqual(await Deno.readFile(best), whole);
      assert.ok(await exists(`${best}.damaged`));
    }));

  Deno.test(`fineTune() writes a run.json anew that is ${kind}, and trains nothing`, () =>
    inFolder(async (folder) => {
      const { run, numbers } = await tinyRun(folder);
      const record = await readRunRecord(run.folder);
      await damage(join(run.folder, "run.json"), kind);
      assert.deepEqual((await tinyRun(folder)).numbers, numbers);
      const again = await readRunRecord(run.folder);
      assert.equal(again?.call, "finished before, taken as it is");
      assert.deepEqual(again?.identity, record?.identity);
      assert.deepEqual([again?.steps, again?.seconds], [6, record?.seconds]);
    }));
}

Deno.test("fineTune() does not mind what became of TensorBoard's files", () =>
  inFolder(async (folder) => {
    const { run, numbers } = await tinyRun(folder, { untilEpoch: 1 });
    await Deno.mkdir(join(run.folder, "tensorboard"));
    await Deno.writeTextFile(join(run.folder, "tensorboard", "events.out.tfevents.1"), "half");
    assert.deepEqual((await tinyRun(folder, { untilEpoch: 1 })).numbers, numbers);
    await tinyRun(folder);
    assert.equal((await readRunRecord(run.folder))?.call, "goes on at step 2");
  }));

Deno.test("fineTune() of an unfinished run with a damaged checkpoint ends with the same numbers", () =>
  inFolder(async (folder) => {
    const { numbers } = await tinyRun(join(folder, "whole"));
    const { run } = await tinyRun(folder, { untilEpoch: 2 });
    await damage(join(run.folder, "checkpoint.safetensors"), "half");
    assert.deepEqual((await tinyRun(folder)).numbers, numbers);
  }));
