import { isObject } from "lib/json.ts";
import { brokenModelFile } from "lib/loaders/models/model_error.ts";
import type { ModelFiles } from "lib/loaders/models/model_files.ts";
import { openSafetensors, type Safetensors, type StoredTensor } from "lib/storage/safetensors.ts";

/** A checkpoint's tensors, in one file or in several. */
export interface Weights {
  /** The file that lists them all: `model.safetensors`, or the index of its shards. */
  readonly path: string;
  /** Shape of each tensor by name. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /**
   * Reads one tensor, f16 and bf16 widened to f32.
   *
   * @throws {RangeError} when there is no such tensor
   * @throws {SyntaxError} when it is of another type
   */
  read(name: string): Promise<StoredTensor>;
}

const [ONE_FILE, INDEX] = ["model.safetensors", "model.safetensors.index.json"] as const;

/**
 * Opens a checkpoint's `model.safetensors`, or where it is published in shards, those that
 * `model.safetensors.index.json` names.
 *
 * @throws {ModelError} when there is neither, or a shard lies nowhere
 * @throws {SyntaxError} when a file is broken or a shard lacks a tensor of the index, with what to do
 */
export async function openWeights(files: Pick<ModelFiles, "file" | "has">): Promise<Weights> {
  if (!await hasShards(files)) {
    const path = await files.file(ONE_FILE);
    const { shapes, read } = await opening(path);
    return { path, shapes, read };
  }
  const { path, shardOf } = await readIndex(files);
  const shards = new Map<string, Safetensors>();
  const shapes = new Map<string, readonly number[]>();
  for (const [name, shard] of shardOf) {
    const opened = shards.get(shard) ?? await opening(await files.file(shard));
    shards.set(shard, opened);
    const shape = opened.shapes.get(name);
    if (!shape) {
      throw brokenModelFile(`${path}: expected ${name} in ${shard}, which does not hold it`);
    }
    shapes.set(name, shape);
  }
  return {
    path,
    shapes,
    read(name) {
      const shard = shards.get(shardOf.get(name) ?? "");
      if (shard) return shard.read(name);
      return Promise.reject(new RangeError(`${path}: no tensor named ${name}`));
    },
  };
}

/**
 * The paths of the files that hold a checkpoint's tensors, `model.safetensors` or the index and its
 * shards, by their names.
 *
 * @throws {ModelError} when one lies nowhere
 * @throws {SyntaxError} when the index is broken
 */
export async function weightFiles(
  files: Pick<ModelFiles, "file" | "has">,
): Promise<ReadonlyMap<string, string>> {
  if (!await hasShards(files)) return new Map([[ONE_FILE, await files.file(ONE_FILE)]]);
  const { path, shardOf } = await readIndex(files);
  const paths = new Map([[INDEX as string, path]]);
  for (const shard of [...new Set(shardOf.values())].sort()) {
    paths.set(shard, await files.file(shard));
  }
  return paths;
}

/** Whether the weights lie in shards; one whole file is preferred, as in transformers. */
async function hasShards(files: Pick<ModelFiles, "has">): Promise<boolean> {
  return !await files.has(ONE_FILE) && await files.has(INDEX);
}

interface ShardIndex {
  readonly path: string;
  /** Name of the file that holds a tensor, by the tensor's name. */
  readonly shardOf: ReadonlyMap<string, string>;
}

async function readIndex(files: Pick<ModelFiles, "file">): Promise<ShardIndex> {
  const path = await files.file(INDEX);
  const map = weightMapOf(await Deno.readTextFile(path));
  const entries = isObject(map) ? Object.entries(map) : [];
  if (entries.length === 0) {
    throw brokenModelFile(`${path}: expected JSON with the shard of each tensor under weight_map`);
  }
  const wrong = entries.find(([, shard]) => !isShardName(shard));
  if (wrong) {
    throw brokenModelFile(
      `${path}: expected the name of a shard for ${wrong[0]}, got ${JSON.stringify(wrong[1])}`,
    );
  }
  return { path, shardOf: new Map(entries as [string, string][]) };
}

function weightMapOf(text: string): unknown {
  try {
    return Object(JSON.parse(text)).weight_map;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A file beside the index, never one of another folder. */
function isShardName(shard: unknown): shard is string {
  return typeof shard === "string" && /^[\w-][\w.-]*\.safetensors$/.test(shard);
}

async function opening(path: string): Promise<Safetensors> {
  try {
    return await openSafetensors(path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw brokenModelFile(error.message, error);
  }
}
