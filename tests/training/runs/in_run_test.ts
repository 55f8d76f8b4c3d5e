import assert from "assert";
import { basename, join } from "node:path";
import { digestOf } from "lib/storage/digest.ts";
import { readRunRecord } from "lib/training/runs/run_record.ts";
import { trainingVersions } from "lib/training/runs/trainer_version.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { inFolder } from "../../_in_folder.ts";
import { runChild } from "../_child.ts";
import { listFolders } from "../_list_folders.ts";
import { tinyRun } from "./_tiny_run.ts";

await loadTensorFlow({ backend: "cpu" });

const RUN = /^tiny-[0-9a-f]{12}$/;

Deno.test("fineTune() trains a changed recipe, seed or text anew, in a folder of its own", () =>
  inFolder(async (folder) => {
    const first = await tinyRun(folder);
    const faster = await tinyRun(folder, { recipe: { learningRate: 1e-2 } });
    assert.notDeepEqual(faster.numbers, first.numbers);
    const seeded = await tinyRun(folder, { seed: 2 });
    assert.notDeepEqual(seeded.numbers, first.numbers);
    const runs = new Set([first, faster, seeded].map(({ run }) => basename(run.folder)));
    assert.deepEqual(await listFolders(folder, RUN), [...runs].sort());
    assert.equal(runs.size, 3);
    assert.deepEqual((await tinyRun(folder)).numbers, first.numbers);
  }));

Deno.test("fineTune() says in run.json whether it trains anew, goes on or takes it as it is", () =>
  inFolder(async (folder) => {
    const { run } = await tinyRun(folder, { untilEpoch: 1 });
    const begun = await readRunRecord(run.folder);
    assert.equal(begun?.call, "trains anew");
    assert.deepEqual([begun?.steps, begun?.finished], [2, false]);
    await tinyRun(folder, { untilEpoch: 1 });
    assert.equal((await readRunRecord(run.folder))?.call, "finished before, taken as it is");
    await tinyRun(folder);
    const ended = await readRunRecord(run.folder);
    assert.equal(ended?.call, "goes on at step 2");
    assert.deepEqual([ended?.steps, ended?.finished], [6, true]);
    await tinyRun(folder);
    const again = await readRunRecord(run.folder);
    assert.equal(again?.call, "finished before, taken as it is");
    assert.equal(again?.createdAt, begun?.createdAt);
    assert.equal(again?.seconds, ended?.seconds, "nothing was trained");
    assert.equal(again?.model, "tiny-roberta");
    assert.equal(again?.data, "4 + 2 texts");
    assert.match(
      again!.recipe,
      /^improved, learningRate 0.005, batchSize 2, epochs 3, maxTokens 8/,
    );
  }));

Deno.test("fineTune() returns by what its run is told from others", () =>
  inFolder(async (folder) => {
    const { run } = await tinyRun(folder, { name: "my run/1", untilEpoch: 1 });
    const record = await readRunRecord(run.folder);
    assert.equal(run.digest, digestOf(record!.identity));
    assert.equal(basename(run.folder), `my-run-1-${run.digest.slice(0, 12)}`);
    const { trainer, recipes } = run;
    assert.deepEqual({ trainer, recipes }, trainingVersions());
  }));

Deno.test("fineTune() in two goes gives the numbers of one", () =>
  inFolder(async (folder) => {
    const whole = await tinyRun(join(folder, "whole"));
    const goes = join(folder, "goes");
    for (const untilEpoch of [1, 2]) await tinyRun(goes, { untilEpoch });
    assert.deepEqual((await tinyRun(goes)).numbers, whole.numbers);
    assert.equal((await listFolders(goes, RUN)).length, 1);
  }));

Deno.test("fineTune() hands out no later numbers than those that are asked for", () =>
  inFolder(async (folder) => {
    const early = await tinyRun(join(folder, "early"), { untilEpoch: 1 });
    const runs = join(folder, "runs");
    const whole = await tinyRun(runs);
    const later = await tinyRun(runs, { untilEpoch: 1 });
    assert.deepEqual(later.numbers, early.numbers);
    assert.notEqual(later.run.folder, whole.run.folder);
    assert.notEqual(later.run.digest, whole.run.digest);
    assert.deepEqual((await tinyRun(runs)).numbers, whole.numbers);
    const calls = [await readRunRecord(whole.run.folder), await readRunRecord(later.run.folder)]
      .map((record) => record?.call);
    assert.deepEqual(calls, ["finished before, taken as it is", "trains anew"]);
  }));

Deno.test("fineTune() in two processes at once on one empty folder trains once", () =>
  inFolder(async (folder) => {
    const start = () => runChild("./_fine_tune_run.ts", { backend: "cpu", args: [folder] });
    const alone = await runChild("./_fine_tune_run.ts", {
      backend: "cpu",
      args: [join(folder, "alone")],
    });
    assert.deepEqual(await Promise.all([start(), start()]), [alone, alone]);
    const [name] = await listFolders(folder, /^fine-tuning-[0-9a-f]{12}$/);
    const record = await readRunRecord(join(folder, name!));
    assert.equal(record?.call, "finished before, taken as it is");
    const left = (await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name).sort();
    assert.deepEqual(left, ["alone", name, "model_digests.jsonl"]);
  }));

Deno.test("fineTune() neither uses nor touches a run of an older form, and names it once", () =>
  inFolder(async (folder) => {
    const old = join(folder, "improved 1");
    await Deno.mkdir(old);
    await Deno.writeTextFile(join(old, "checkpoint.safetensors"), "whatever it was");
    await Deno.writeTextFile(join(old, "journal.jsonl"), '{"kind":"step","step":1}\n');
    const script = new URL("./_old_form_run.ts", import.meta.url);
    const { stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-prompt", "--no-check", script.href, folder],
      env: { VIRANOVA_BACKEND: "cpu" },
    }).output();
    const said = new TextDecoder().decode(stderr).split("\n");
    assert.ok(success);
    const naming = said.filter((line) => line.includes("improved 1"));
    assert.deepEqual(naming, [
      `${folder}: not used, since nothing tells what they were trained with: improved 1; ` +
      "`deno task runs` lists them and removes them when asked",
    ]);
    const calls = said.filter((line) => /^tiny-[0-9a-f]{12}: /.test(line));
    assert.deepEqual(calls.map((line) => line.replace(/^tiny-[0-9a-f]{12}: /, "")), [
      "trains anew",
      "finished before, taken as it is",
    ]);
    assert.equal(
      await Deno.readTextFile(join(old, "checkpoint.safetensors")),
      "whatever it was",
    );
    assert.deepEqual((await Array.fromAsync(Deno.readDir(old))).length, 2);
  }));
