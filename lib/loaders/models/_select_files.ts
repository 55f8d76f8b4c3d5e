import { dirname, join } from "node:path";
import { exists } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { onnxDataFiles } from "lib/loaders/models/_onnx_data.ts";
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
 * Names the files of a folder that those which were chosen name in turn: shards by their index, and
 * what an ONNX model keeps its weights in; none of a file that cannot be read, which whoever opens it
 * names.
 */
export async function partsOf(folder: string, names: readonly string[]): Promise<string[]> {
  const parts = new Set<string>();
  for (const name of names) {
    const path = join(folder, name);
    const beside = name.endsWith(INDEX)
      ? await shardsOf(path)
      : name.endsWith(".onnx") && await exists(path)
      ? onnxDataFiles(path)
      : [];
    for (const part of beside) parts.add(join(dirname(name), part).replaceAll("\\", "/"));
  }
  return [...parts].filter((part) => !names.includes(part)).sort();
}

async function shardsOf(index: string): Promise<string[]> {
  const map = await exists(index) ? weightMapOf(await Deno.readTextFile(index)) : undefined;
  return isObject(map) ? Object.values(map).filter(isShard) : [];
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
