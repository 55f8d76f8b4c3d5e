import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { openWeights } from "lib/loaders/models/open_weights.ts";
import type { Generator } from "lib/random.ts";
import type { StoredTensor } from "lib/storage/safetensors.ts";
import { tf } from "lib/training/tensorflow.ts";
import {
  checkNames,
  drawNormal,
  readTensor,
} from "lib/training/transformers/_checkpoint_tensors.ts";
import type { BertModel } from "lib/training/transformers/bert.ts";
import { type BertConfig, parseBertConfig } from "lib/training/transformers/config.ts";
import { parameterShapes, POOLER } from "lib/training/transformers/parameter_shapes.ts";
import { tensorNames } from "lib/training/transformers/_tensor_names.ts";

/** What `loadBert` does about a part that is not in the checkpoint. */
export interface LoadBertOptions {
  /**
   * Draws a missing pooler's weights (normal, `initializer_range`; biases 0), as Hugging Face does
   * for checkpoints trained without one, roberta-base among them; without one that is an error.
   */
  generator?: Generator;
  /** Leaves the pooler out, for who reads hidden states only. @default false */
  withoutPooler?: boolean;
}

/**
 * Loads `config.json` and `model.safetensors`, or its shards, of a BERT-family checkpoint as trainable
 * variables; `disposeBert` frees them.
 *
 * @throws {ModelError} when a file lies nowhere
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
  const stored = await openWeights(files);
  const { path } = stored;
  const isRead = (name: string) => !(options.withoutPooler && name.startsWith(POOLER));
  const names = only(tensorNames([...stored.shapes.keys()]), isRead);
  const shapes = only(parameterShapes(config), isRead);
  const canDraw = (name: string) => options.generator !== undefined && name.startsWith(POOLER);
  checkNames([...shapes.keys()], { names, path, canDraw, hint: poolerHint });
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

/** A map's entries whose keys are wanted. */
function only<T>(all: ReadonlyMap<string, T>, isWanted: (key: string) => boolean): Map<string, T> {
  return new Map([...all].filter(([key]) => isWanted(key)));
}

function poolerHint(missing: readonly string[]): string {
  return missing.some((name) => name.startsWith(POOLER))
    ? "; a generator would draw the pooler"
    : "";
}

function drawTensor(shape: number[], config: BertConfig, generator: Generator): StoredTensor {
  return drawNormal(shape, {
    deviation: shape.length === 1 ? 0 : config.initializerRange,
    generator,
  });
}
