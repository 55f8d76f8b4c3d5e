import type { Generator } from "lib/random.ts";
import { openSafetensors, type Safetensors, type StoredTensor } from "lib/training/safetensors.ts";
import { tf } from "lib/training/tensorflow.ts";
import type { BertModel } from "lib/training/transformers/bert.ts";
import { type BertConfig, parseBertConfig } from "lib/training/transformers/config.ts";
import type { ModelFiles } from "lib/training/transformers/model_files.ts";
import { parameterShapes, POOLER } from "lib/training/transformers/parameter_shapes.ts";
import { tensorNames } from "lib/training/transformers/_tensor_names.ts";

/** What `loadBert` does about a part that is not in the checkpoint. */
export interface LoadBertOptions {
  /**
   * Draws a missing pooler's weights (normal, `initializer_range`; biases 0), as Hugging Face does
   * for checkpoints trained without one, roberta-base among them; without one that is an error.
   */
  generator?: Generator;
}

/**
 * Loads `config.json` and `model.safetensors` of a BERT-family checkpoint as trainable variables;
 * `disposeBert` frees them.
 *
 * @throws {TypeError} when a tensor is missing, unknown or of another shape than the config says
 * @throws {SyntaxError} when a file is broken
 * @throws {RangeError} when the architecture is not supported
 */
export async function loadBert(
  files: ModelFiles,
  options: LoadBertOptions = {},
): Promise<BertModel> {
  const configPath = await files.file("config.json");
  const config = parseBertConfig(await Deno.readTextFile(configPath), configPath);
  const path = await files.file("model.safetensors");
  const stored = await openSafetensors(path);
  const names = tensorNames([...stored.shapes.keys()]);
  const shapes = parameterShapes(config);
  checkNames([...shapes.keys()], { names, path, drawsPooler: options.generator !== undefined });
  const parameters = new Map<string, tf.Variable>();
  for (const [name, shape] of shapes) {
    const tensor = names.has(name)
      ? await readTensor(stored, { name: names.get(name)!, shape, path })
      : drawTensor(shape, config, options.generator!);
    parameters.set(name, tf.tidy(() => tf.variable(tf.tensor(tensor.data, shape))));
  }
  return { config, parameters };
}

/** Frees a model's variables. */
export function disposeBert(model: BertModel): void {
  tf.dispose([...model.parameters.values()]);
}

function checkNames(
  expected: readonly string[],
  options: { names: ReadonlyMap<string, string>; path: string; drawsPooler: boolean },
): void {
  const { names, path, drawsPooler } = options;
  const missing = expected.filter((name) =>
    !names.has(name) && !(drawsPooler && name.startsWith(POOLER))
  );
  const extra = [...names.keys()].filter((name) => !expected.includes(name));
  if (missing.length === 0 && extra.length === 0) return;
  const problems = [
    ...missing.map((name) => `${name} is missing`),
    ...extra.map((name) => `${names.get(name)} is unknown`),
  ];
  throw new TypeError(
    `${path} does not fit its config.json: ${problems.join(", ")}` +
      (missing.some((name) => name.startsWith(POOLER))
        ? "; a generator would draw the pooler"
        : ""),
  );
}

async function readTensor(
  stored: Safetensors,
  { name, shape, path }: { name: string; shape: number[]; path: string },
): Promise<StoredTensor> {
  const tensor = await stored.read(name);
  if (tensor.shape.join() !== shape.join()) {
    throw new TypeError(
      `${path}: expected ${name} of shape [${shape}] by its config.json, got [${tensor.shape}]`,
    );
  }
  return tensor;
}

function drawTensor(shape: number[], config: BertConfig, generator: Generator): StoredTensor {
  const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
  if (shape.length === 1) return { shape, data }; // a bias
  return { shape, data: data.map(() => generator.normal() * config.initializerRange) };
}
