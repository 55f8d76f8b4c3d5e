import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { openWeights } from "lib/loaders/models/open_weights.ts";
import { createGenerator, deriveSeed } from "lib/random.ts";
import type { Parameters } from "lib/training/checkpoint.ts";
import type { StoredTensor } from "lib/storage/safetensors.ts";
import { tf } from "lib/training/tensorflow.ts";
import {
  checkNames,
  drawNormal,
  readTensor,
} from "lib/training/transformers/_checkpoint_tensors.ts";
import {
  checkGpt2Config,
  type Gpt2Config,
  type Gpt2Model,
  parseGpt2Config,
} from "lib/training/transformers/gpt2_config.ts";
import { gpt2ParameterShapes } from "lib/training/transformers/gpt2_parameter_shapes.ts";

/**
 * Loads `config.json` and `model.safetensors`, or its shards, of a GPT-2 checkpoint as trainable
 * variables; `disposeGpt2` frees them.
 *
 * @throws {ModelError} when a file lies nowhere
 * @throws {TypeError} when a tensor is missing, unknown or of another shape than the config says
 * @throws {SyntaxError} when a file is broken
 * @throws {RangeError} when the architecture is not supported
 */
export async function loadGpt2(files: ModelFiles): Promise<Gpt2Model> {
  const configPath = await files.file("config.json");
  const config = parseGpt2Config(await Deno.readTextFile(configPath), configPath);
  const stored = await openWeights(files);
  const { path } = stored;
  const names = storedNames([...stored.shapes.keys()]);
  const shapes = gpt2ParameterShapes(config);
  checkNames([...shapes.keys()], { names, path });
  const parameters = new Map<string, tf.Variable>();
  for (const [name, shape] of shapes) {
    const tensor = await readTensor(stored, { name: names.get(name)!, shape, path });
    parameters.set(name, variableOf(tensor));
  }
  return { config, parameters };
}

/**
 * Makes a GPT-2 with random weights: normal with deviation `initializerRange`, divided by
 * `√(2 · layers)` where a layer adds to the residual stream; biases 0, norms the identity
 * (Radford et al. 2019; transformers' `_init_weights`).
 *
 * @param seed the same seed gives the same weights
 * @throws {RangeError} when the heads do not divide the width, or the end is no token
 */
export function createGpt2(config: Gpt2Config, seed: number): Gpt2Model {
  checkGpt2Config(config, "Cannot make a GPT-2");
  const parameters = new Map<string, tf.Variable>();
  for (const [name, shape] of gpt2ParameterShapes(config)) {
    const generator = createGenerator(deriveSeed(seed, parameters.size));
    const residual = name.endsWith("c_proj.weight") ? 1 / Math.sqrt(2 * config.layers) : 1;
    const deviation = shape.length === 1 ? 0 : config.initializerRange * residual;
    const { data } = drawNormal(shape, { deviation, generator });
    parameters.set(name, variableOf({ shape, data: isNormWeight(name) ? data.fill(1) : data }));
  }
  return { config, parameters };
}

/** Frees a model's variables. */
export function disposeGpt2(model: Gpt2Model): void {
  tf.dispose([...model.parameters.values()]);
}

/** A model of the same weights in variables of its own. */
export function copyGpt2(model: Gpt2Model): Gpt2Model {
  const copies: Parameters = new Map(
    [...model.parameters].map(([name, parameter]) => [name, tf.variable(parameter)]),
  );
  return { config: model.config, parameters: copies };
}

/** Causal masks that early checkpoints keep, and the output layer, which is the embedding table. */
const NOT_PARAMETERS = /^h\.\d+\.attn\.(masked_)?bias$|^lm_head\.weight$/;

function storedNames(stored: readonly string[]): Map<string, string> {
  return new Map(
    stored
      .map((name) => [name.replace(/^transformer\./, ""), name] as const)
      .filter(([name]) => !NOT_PARAMETERS.test(name)),
  );
}

function isNormWeight(name: string): boolean {
  return /(^|\.)ln_\w+\.weight$/.test(name);
}

function variableOf({ shape, data }: StoredTensor): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(data, [...shape])));
}
