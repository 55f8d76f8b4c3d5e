import assert from "assert";
import { attentionPooling } from "lib/training/sequences/attention_pooling.ts";
import type { AttentionPoolingOptions } from "lib/training/sequences/attention_options.ts";
import { inTrainingFolder } from "lib/training/sequences/_training_folder.ts";
import { loadTensorFlow } from "lib/training/tensorflow.ts";
import { inFolder } from "../../_in_folder.ts";
import { dense } from "../../heads/_matrices.ts";
import { plantSequences } from "../_sequences.ts";

await loadTensorFlow({ backend: "cpu" });

/** Names of the folders in a folder. */
async function listFolders(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

async function fit(folder: string, planted: number, options: AttentionPoolingOptions = {}) {
  const { features, targets } = plantSequences(20, planted);
  const head = attentionPooling({ epochs: 3, hidden: 2, folder, ...options });
  return (await head.fit(features, targets)).history;
}

Deno.test("inTrainingFolder() gives each set of sequences and options a folder of its own", () =>
  inFolder(async (folder) => {
    const history = await fit(folder, 1);
    const [first] = await listFolders(folder);
    await fit(folder, 2);
    await fit(folder, 1, { seed: 1 });
    await fit(folder, 1, { heldOut: plantSequences(5, 3) });
    assert.equal((await listFolders(folder)).length, 4);
    assert.deepEqual(await fit(folder, 1), history);
    assert.equal((await listFolders(folder)).length, 4);
    assert.match(first!, /^[0-9a-f]{16}$/);
  }));

Deno.test("inTrainingFolder() tells sequences of the same numbers in other shapes apart", async () => {
  const folderOf = (items: readonly (readonly (readonly number[])[])[]) => {
    const features = {
      kind: "sequences",
      rows: items.length,
      columns: items[0]![0]!.length,
      items: items.map(dense),
    } as const;
    const data = [{ features, targets: dense([[1]]) }];
    return inTrainingFolder("parent", { settings: {}, data }, (path) => Promise.resolve(path));
  };
  const shapes = [[[[1, 2, 3, 4]]], [[[1, 2], [3, 4]]], [[[1], [2], [3], [4]]]];
  const folders = await Promise.all(shapes.map(folderOf));
  assert.equal(new Set(folders).size, 3);
});

Deno.test("inTrainingFolder() removes a folder that nobody named, even where work fails", async () => {
  const identity = { settings: {}, data: [] };
  let used = "";
  const work = (folder: string) => {
    used = folder;
    return Promise.reject(new Error("diverged"));
  };
  await assert.rejects(inTrainingFolder(undefined, identity, work), { message: "diverged" });
  await assert.rejects(Deno.stat(used), Deno.errors.NotFound);
});

Deno.test("inTrainingFolder() does not train again what was trained", () =>
  inFolder(async (folder) => {
    await fit(folder, 1);
    const [name] = await listFolders(folder);
    const journal = `${folder}/${name}/journal.jsonl`;
    const lines = (await Deno.readTextFile(journal)).split("\n");
    const marked = lines.map((line) => line.replace(/"trainingLoss":[^,]+/, '"trainingLoss":7'));
    await Deno.writeTextFile(journal, marked.join("\n"));
    assert.deepEqual((await fit(folder, 1)).map(({ training }) => training), [7, 7, 7]);
  }));
