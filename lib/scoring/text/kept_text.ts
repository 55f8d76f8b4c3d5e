import { join } from "node:path";
import { exists, writeAtomic } from "lib/files.ts";
import { openSafetensors, type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
import type { Measured } from "lib/scoring/measured.ts";
import type { TextModelState } from "lib/scoring/text/text_model.ts";
import type { DenseMatrix } from "lib/types.ts";

/** A fitted text model with all that is known of its worth. */
export interface KeptText {
  readonly state: TextModelState;
  readonly measured: Measured;
  /** `FittedFamiliarity.distances` of the known texts. */
  readonly distances: Float64Array;
}

/** What `model.json` holds; numbers in bulk lie beside it. */
interface KeptJson extends Omit<KeptText, "state" | "distances"> {
  readonly words: Pick<TextModelState["words"], "name" | "vocabulary">;
}

const [JSON_FILE, ARRAYS_FILE] = ["model.json", "model.safetensors"];

/** Writes a model into a folder of its own; `model.json` comes last and says that all is there. */
export async function writeKeptText(folder: string, kept: KeptText): Promise<void> {
  const { state, measured, distances } = kept;
  await writeSafetensors(
    join(folder, ARRAYS_FILE),
    new Map([...arraysOf(state), ["distances", stored(distances)]]),
  );
  const { name, vocabulary } = state.words;
  const json: KeptJson = { words: { name, vocabulary }, measured };
  await writeAtomic(join(folder, JSON_FILE), JSON.stringify(json));
}

/**
 * Reads a model that `writeKeptText` wrote, or nothing where none is there.
 *
 * @throws {SyntaxError} when a file is broken
 */
export async function readKeptText(folder: string): Promise<KeptText | undefined> {
  if (!await exists(join(folder, JSON_FILE))) return undefined;
  const { words, measured }: KeptJson = JSON.parse(
    await Deno.readTextFile(join(folder, JSON_FILE)),
  );
  const arrays = await openSafetensors(join(folder, ARRAYS_FILE));
  const matrix = async (name: string) => matrixOf(await arrays.read(name));
  const vector = async (name: string) => Float64Array.from((await arrays.read(name)).data);
  const meaning = arrays.shapes.has("rows")
    ? {
      rows: await matrix("rows"),
      kernel: { dual: await matrix("dual"), offset: await vector("offset") },
    }
    : undefined;
  const state: TextModelState = {
    words: { ...words, idf: await vector("idf") },
    weights: { weights: await matrix("weights"), intercepts: await vector("intercepts") },
    targets: await matrix("targets"),
    ...(meaning && { meaning }),
  };
  return { state, measured, distances: await vector("distances") };
}

function arraysOf({ words, weights, targets, meaning }: TextModelState) {
  return new Map<string, StoredTensor>([
    ["idf", stored(words.idf)],
    ["weights", stored(weights.weights)],
    ["intercepts", stored(weights.intercepts)],
    ["targets", stored(targets)],
    ...(meaning
      ? [
        ["rows", stored(meaning.rows)],
        ["dual", stored(meaning.kernel.dual)],
        ["offset", stored(meaning.kernel.offset)],
      ] as const
      : []),
  ]);
}

function stored(values: DenseMatrix | Float64Array): StoredTensor {
  return values instanceof Float64Array
    ? { shape: [values.length], data: Float32Array.from(values) }
    : { shape: [values.rows, values.columns], data: Float32Array.from(values.data) };
}

function matrixOf({ shape, data }: StoredTensor): DenseMatrix {
  return { kind: "dense", rows: shape[0]!, columns: shape[1]!, data };
}
