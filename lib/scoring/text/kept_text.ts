import { join } from "node:path";
import { writeAtomic } from "lib/files.ts";
import { digestOfFile } from "lib/storage/file_digests.ts";
import { openSafetensors, type StoredTensor, writeSafetensors } from "lib/storage/safetensors.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";
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
  /** SHA-256 of the file beside it. */
  readonly arrays: string;
}

type Tensors = ReadonlyMap<string, StoredTensor>;

/** The file of a kept model that is written last and says that all is there. */
export const TEXT_FILE = "model.json";
const ARRAYS_FILE = "model.safetensors";

/** A model as it is read from its files: numbers of 64 bits are rounded to 32. */
export function roundedText({ state, measured, distances }: KeptText): KeptText {
  const { name, vocabulary } = state.words;
  return restore(tensorsOf({ state, distances }), { words: { name, vocabulary }, measured });
}

/**
 * Writes a model into a folder of its own; `model.json` comes last and says that all is there.
 *
 * @throws {UnwritableError} when it cannot be written
 */
export async function writeKeptText(folder: string, kept: KeptText): Promise<void> {
  const { state, measured } = kept;
  const path = join(folder, ARRAYS_FILE);
  await writeSafetensors(path, tensorsOf(kept));
  const { name, vocabulary } = state.words;
  const arrays = await digestOfFile(path);
  const json: KeptJson = { words: { name, vocabulary }, measured, arrays };
  await writeAtomic(join(folder, TEXT_FILE), sealed(json));
}

/**
 * Reads a model that `writeKeptText` wrote.
 *
 * @throws {SyntaxError} when a file is damaged, or they do not belong together
 * @throws {Deno.errors.NotFound} when a file is missing
 */
export async function readKeptText(folder: string): Promise<KeptText> {
  const jsonPath = join(folder, TEXT_FILE);
  const json = parseSealed(await Deno.readTextFile(jsonPath), jsonPath) as KeptJson;
  const path = join(folder, ARRAYS_FILE);
  const file = await openSafetensors(path);
  if (await digestOfFile(path) !== json.arrays) {
    throw new SyntaxError(
      `Cannot read ${path}: it is not the file that ${TEXT_FILE} was written for`,
    );
  }
  const tensors = new Map<string, StoredTensor>();
  for (const name of file.shapes.keys()) tensors.set(name, await file.read(name));
  return restore(tensors, json);
}

function restore(tensors: Tensors, { words, measured }: Omit<KeptJson, "arrays">): KeptText {
  const matrix = (name: string) => matrixOf(tensors.get(name)!);
  const vector = (name: string) => Float64Array.from(tensors.get(name)!.data);
  const meaning = tensors.has("rows")
    ? { rows: matrix("rows"), kernel: { dual: matrix("dual"), offset: vector("offset") } }
    : undefined;
  const state: TextModelState = {
    words: { ...words, idf: vector("idf") },
    weights: { weights: matrix("weights"), intercepts: vector("intercepts") },
    targets: matrix("targets"),
    ...(meaning && { meaning }),
  };
  return { state, measured, distances: vector("distances") };
}

function tensorsOf({ state, distances }: Pick<KeptText, "state" | "distances">): Tensors {
  return new Map([...arraysOf(state), ["distances", stored(distances)]]);
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
