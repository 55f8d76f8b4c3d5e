import type { OptimizerState } from "lib/training/optimizers.ts";
import { openSafetensors, type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
import { tf } from "lib/training/tensorflow.ts";

/** Trained variables by name. */
export type Parameters = ReadonlyMap<string, tf.Variable>;

/** What a run needs to go on, beside its parameters. */
export interface Checkpoint<Progress> {
  readonly optimizer: OptimizerState;
  /** Where the run stands; must survive `JSON.stringify`. */
  readonly progress: Progress;
}

const FIRST = "optimizer.first.";
const SECOND = "optimizer.second.";

/**
 * Writes parameters, optimiser state and progress to one safetensors file, all or nothing.
 *
 * Randomness needs no place in it: each step's seed is derived from the run's and the position.
 */
export async function saveCheckpoint<Progress>(
  path: string,
  parameters: Parameters,
  checkpoint: Checkpoint<Progress>,
): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, variable] of parameters) tensors.set(name, await store(variable));
  for (const [name, { first, second }] of checkpoint.optimizer.moments) {
    tensors.set(FIRST + name, await store(first));
    tensors.set(SECOND + name, await store(second));
  }
  const { optimizer: { steps }, progress } = checkpoint;
  const metadata = { format: "pt", training: JSON.stringify({ steps, progress }) };
  await writeSafetensors(path, tensors, { metadata });
}

/**
 * Reads a checkpoint back into the parameters.
 *
 * @throws {SyntaxError} when the file is no checkpoint or is truncated
 * @throws {RangeError} when it lacks a parameter
 * @throws {TypeError} when a parameter's shape differs
 */
export async function loadCheckpoint<Progress>(
  path: string,
  parameters: Parameters,
): Promise<Checkpoint<Progress>> {
  const file = await openSafetensors(path);
  const { training } = file.metadata;
  if (!training) throw new SyntaxError(`${path}: expected a training checkpoint, found none`);
  const { steps, progress } = JSON.parse(training) as { steps: number; progress: Progress };
  await assignParameters(path, parameters);
  const read = async (name: string) => restore(await file.read(name));
  const moments = new Map<string, { first: tf.Tensor; second: tf.Tensor }>();
  for (const name of parameters.keys()) {
    if (!file.shapes.has(FIRST + name)) continue; // had no gradient so far
    moments.set(name, { first: await read(FIRST + name), second: await read(SECOND + name) });
  }
  return { optimizer: { steps, moments }, progress };
}

/** Writes parameters alone, as they stand. */
export async function saveParameters(path: string, parameters: Parameters): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, variable] of parameters) tensors.set(name, await store(variable));
  await writeSafetensors(path, tensors);
}

/**
 * Sets parameters to what a file holds under their names.
 *
 * @throws {RangeError} when it lacks one
 * @throws {TypeError} when a shape differs
 */
export async function assignParameters(path: string, parameters: Parameters): Promise<void> {
  const file = await openSafetensors(path);
  for (const [name, variable] of parameters) {
    const { shape, data } = await file.read(name);
    if (shape.join() !== variable.shape.join()) {
      throw new TypeError(`${path}: expected ${name} of shape [${variable.shape}], got [${shape}]`);
    }
    const value = tf.tensor(data, variable.shape);
    variable.assign(value);
    value.dispose();
  }
}

async function store(tensor: tf.Tensor): Promise<StoredTensor> {
  return { shape: tensor.shape, data: Float32Array.from(await tensor.data()) };
}

function restore({ shape, data }: StoredTensor): tf.Tensor {
  return tf.tensor(data, [...shape]);
}
