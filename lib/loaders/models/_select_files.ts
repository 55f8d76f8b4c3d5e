import { dirname, join } from "node:path";
import { exists } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import type { ModelNeeds } from "lib/loaders/models/model_needs.ts";

/** Which files of a place answer what is asked for. */
export interface Selection {
  /** Names of those that are there, the required ones first. */
  readonly names: readonly string[];
  /** The required ones that are not, each by the alternative that is liked best. */
  readonly missing: readonly string[];
}

/** Chooses among the names of a place's files. */
export function selectFiles(needs: ModelNeeds, there: readonly string[]): Selection {
  const has = new Set(there);
  const names: string[] = [];
  const missing: string[] = [];
  for (const entry of needs.required) {
    const alternatives = typeof entry === "string" ? [entry] : entry;
    const found = alternatives.find((name) => has.has(name));
    if (found === undefined) missing.push(alternatives[0]!);
    else names.push(found);
  }
  names.push(...(needs.optional ?? []).filter((name) => has.has(name)));
  return { names: [...names, ...externalData(names, there)], missing };
}

/** Files beside ONNX models that hold their weights, as Optimum (`_data`) and PyTorch (`.data`) name them. */
function externalData(names: readonly string[], there: readonly string[]): string[] {
  const models = names.filter((name) => name.endsWith(".onnx"));
  return models.flatMap((name) =>
    there.filter((other) =>
      other.startsWith(name) && /^[._]data(_\d+)?$/.test(other.slice(name.length))
    )
  );
}

/** How the name of an index of shards ends. */
const INDEX = ".index.json";

/**
 * Names the shards of each index among a folder's files that were chosen, beside it; none of an index
 * that cannot be read, which whoever opens the weights names.
 */
export async function shardsOf(folder: string, names: readonly string[]): Promise<string[]> {
  const shards = new Set<string>();
  for (const index of names.filter((name) => name.endsWith(INDEX))) {
    const path = join(folder, index);
    const map = await exists(path) ? weightMapOf(await Deno.readTextFile(path)) : undefined;
    for (const shard of isObject(map) ? Object.values(map) : []) {
      if (isShard(shard)) shards.add(join(dirname(index), shard).replaceAll("\\", "/"));
    }
  }
  return [...shards].sort();
}

/** A file beside the index, never one of another folder: the name is the hub's. */
function isShard(name: unknown): name is string {
  return typeof name === "string" && /^[\w-][\w.-]*\.safetensors$/.test(name);
}

function weightMapOf(text: string): unknown {
  try {
    return Object(JSON.parse(text)).weight_map;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
