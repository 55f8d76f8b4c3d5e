import { join } from "node:path";
import { filesIn, type ModelFiles } from "lib/loaders/models/model_files.ts";
import { openSafetensors, type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";

const TINY = join(import.meta.dirname!, "..", "..", "fixtures", "tiny-roberta");

/**
 * Writes the tiny RoBERTa as `FacebookAI/roberta-base` is published: no `onnx/` folder, a
 * `tokenizer_config.json` of 25 bytes, tensors named `roberta.…` with a language model's head and
 * without the pooler.
 */
export async function publishedRoberta(folder: string): Promise<ModelFiles> {
  for (const name of ["config.json", "tokenizer.json"]) {
    await Deno.copyFile(join(TINY, name), join(folder, name));
  }
  await Deno.writeTextFile(join(folder, "tokenizer_config.json"), '{"model_max_length": 512}');
  const { shapes, read } = await openSafetensors(join(TINY, "model.safetensors"));
  const tensors = new Map<string, StoredTensor>();
  for (const name of shapes.keys()) {
    if (!name.startsWith("pooler.")) tensors.set(`roberta.${name}`, await read(name));
  }
  for (const [name, shape] of Object.entries(HEAD)) {
    const length = shape.reduce((product, n) => product * n, 1);
    tensors.set(`lm_head.${name}`, { shape, data: new Float32Array(length).fill(1) });
  }
  await writeSafetensors(join(folder, "model.safetensors"), tensors);
  return { ...filesIn(folder), id: "FacebookAI/roberta-base" };
}

/** RoBERTa's head that fills in masked words, for 32 columns and 2,000 tokens. */
const HEAD = {
  bias: [2000],
  "dense.bias": [32],
  "dense.weight": [32, 32],
  "layer_norm.bias": [32],
  "layer_norm.weight": [32],
} as const;
