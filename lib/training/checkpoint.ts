import { exists } from "lib/files.ts";
import {
  openSafetensors,
  type Safetensors,
  type StoredTensor,
  writeSafetensors,
} from "lib/storage/safetensors.ts";
import { parseJson } from "lib/storage/sealed.ts";
import type { OptimizerState } from "lib/training/optimizers.ts";
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

/** A checkpoint on disk that was found whole. */
export interface StoredCheckpoint<Progress> {
  readonly progress: Progress;
  /** Sets the parameters to what it holds, and returns the optimiser's state. */
  restore(): Promise<OptimizerState>;
}

/**
 * Opens a checkpoint of parameters and checks all of it; nothing is set yet.
 *
 * @throws {SyntaxError} when the file is no checkpoint of ours of these parameters, or damaged
 */
export async function openCheckpoint<Progress>(
  path: string,
  parameters: Parameters,
): Promise<StoredCheckpoint<Progress>> {
  const file = await openOwn(path, parameters);
  const { training } = file.metadata;
  if (!training) throw new SyntaxError(`${path}: expected a training checkpoint, found none`);
  const { steps, progress } = parseJson(training, path) as { steps: number; progress: Progress };
  const read = async (name: string) => restore(await file.read(name));
  return {
    progress,
    async restore() {
      await assign(file, parameters);
      const moments = new Map<string, { first: tf.Tensor; second: tf.Tensor }>();
      for (const name of parameters.keys()) {
        if (!file.shapes.has(FIRST + name)) continue; // had no gradient so far
        moments.set(name, { first: await read(FIRST + name), second: await read(SECOND + name) });
      }
      return { steps, moments };
    },
  };
}

/** Writes parameters alone, as they stand. */
export async function saveParameters(path: string, parameters: Parameters): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, variable] of parameters) tensors.set(name, await store(variable));
  await writeSafetensors(path, tensors);
}

/**
 * Sets parameters to what `saveParameters` wrote.
 *
 * @throws {SyntaxError} when the file holds other parameters, or is damaged
 */
export async function assignParameters(path: string, parameters: Parameters): Promise<void> {
  await assign(await openOwn(path, parameters), parameters);
}

/**
 * Checks what `saveParameters` wrote.
 *
 * @throws {SyntaxError} when the file holds other parameters, is damaged or missing
 */
export async function checkParameters(path: string, parameters: Parameters): Promise<void> {
  await openOwn(path, parameters);
}

async function openOwn(path: string, parameters: Parameters): Promise<Safetensors> {
  if (!await exists(path)) {
    throw new SyntaxError(`${path}: expected trained weights, found no file`);
  }
  const file = await openSafetensors(path);
  if (!file.sealed) throw new SyntaxError(`${path}: expected a digest of the weights, found none`);
  for (const [name, { shape }] of parameters) {
    const found = file.shapes.get(name);
    if (found?.join() === shape.join()) continue;
    throw new SyntaxError(
      `${path}: expected ${name} of shape [${shape}], got ${found ? `[${found}]` : "none"}`,
    );
  }
  return file;
}

async function assign(file: Safetensors, parameters: Parameters): Promise<void> {
  for (const [name, variable] of parameters) {
    const value = tf.tensor((await file.read(name)).data, variable.shape);
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
