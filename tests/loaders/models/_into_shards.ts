import { join } from "node:path";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { openSafetensors, type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
import { withFiles } from "./_with_files.ts";

/** Writes a model's weights as two shards with an index to a folder; tensors' names get a prefix. */
export async function intoShards(
  model: ModelFiles,
  folder: string,
  prefix = "",
): Promise<ModelFiles> {
  const { shapes, read } = await openSafetensors(await model.file("model.safetensors"));
  const shards = [new Map<string, StoredTensor>(), new Map<string, StoredTensor>()];
  const weightMap: Record<string, string> = {};
  for (const [i, name] of [...shapes.keys()].entries()) {
    shards[i % 2]!.set(`${prefix}${name}`, await read(name));
    weightMap[`${prefix}${name}`] = nameOf(i % 2);
  }
  for (const [i, tensors] of shards.entries()) {
    await writeSafetensors(join(folder, nameOf(i)), tensors);
  }
  const index = join(folder, INDEX);
  await Deno.writeTextFile(index, JSON.stringify({ metadata: {}, weight_map: weightMap }));
  return withFiles(model, {
    "model.safetensors": undefined,
    [INDEX]: index,
    [nameOf(0)]: join(folder, nameOf(0)),
    [nameOf(1)]: join(folder, nameOf(1)),
  });
}

const INDEX = "model.safetensors.index.json";

function nameOf(shard: number): string {
  return `model-0000${shard + 1}-of-00002.safetensors`;
}
