import assert from "assert";
import { join } from "node:path";
import { readRunRecord } from "lib/training/runs/run_record.ts";
import { attentionPooling } from "lib/training/sequences/attention_pooling.ts";
import type { AttentionPoolingOptions } from "lib/training/sequences/attention_options.ts";
import { inTrainingFolder } from "lib/training/sequences/_training_folder.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { inFolder } from "../../_in_folder.ts";
import { listFolders } from "../_list_folders.ts";
import { plantSequences } from "../_sequences.ts";

await loadTensorFlow({ backend: "cpu" });

const RUN = /^attention-pooling/;

async function fit(folder: string, planted: number, options: AttentionPoolingOptions = {}) {
  const { features, targets } = plantSequences(20, planted);
  const head = attentionPooling({ epochs: 3, hidden: 2, folder, ...options });
  return (await head.fit(features, targets)).history;
}

Deno.test("inTrainingFolder() gives each set of sequences and options a folder of its own", () =>
  inFolder(async (folder) => {
    const history = await fit(folder, 1);
    const [first] = await listFolders(folder, RUN);
    await fit(folder, 2);
    await fit(folder, 1, { seed: 1 });
    await fit(folder, 1, { heldOut: plantSequences(5, 3) });
    assert.equal((await listFolders(folder, RUN)).length, 4);
    assert.deepEqual(await fit(folder, 1), history);
    assert.equal((await listFolders(folder, RUN)).length, 4);
    assert.match(first!, /^attention-pooling-hidden-2-decay-0\.01-[0-9a-f]{12}$/);
  }));

Deno.test("inTrainingFolder() removes a folder that nobody named, even where work fails", async () => {
  const about = { model: "", data: "", recipe: "" };
  const plan = { name: "fit", identity: {}, about, epochs: 1 };
  let used = "";
  const work = ({ folder }: { folder: string }) => {
    used = folder;
    return Promise.reject(new Error("diverged"));
  };
  await assert.rejects(inTrainingFolder(undefined, plan, work), { message: "diverged" });
  await assert.rejects(Deno.stat(used), Deno.errors.NotFound);
});

Deno.test("inTrainingFolder() does not train again what was trained", () =>
  inFolder(async (folder) => {
    const history = await fit(folder, 1);
    const [name] = await listFolders(folder, RUN);
    const before = await readRunRecord(join(folder, name!));
    assert.equal(before?.call, "trains anew");
    assert.deepEqual(await fit(folder, 1), history);
    const after = await readRunRecord(join(folder, name!));
    assert.equal(after?.call, "finished before, taken as it is");
    assert.equal(after?.createdAt, before?.createdAt);
    assert.ok(after?.finished);
  }));
