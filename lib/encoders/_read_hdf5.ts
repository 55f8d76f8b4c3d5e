import h5wasm, { Dataset, File as H5File, Module } from "h5wasm";
import type { ClipFeatures } from "lib/encoders/clip_features.ts";
import { orHdf5Error } from "lib/encoders/_hdf5_errors.ts";
import type { DenseMatrix } from "lib/types.ts";

/**
 * Reads what an HDF5 file says of a clip, numbers of all kinds as 32-bit floats.
 *
 * @throws {SyntaxError} when HDF5 cannot read it or it holds no features
 */
export async function readHdf5(bytes: Uint8Array): Promise<ClipFeatures> {
  const { FS } = await h5wasm.ready;
  const name = `${crypto.randomUUID()}.h5`; // in WebAssembly's own memory, not on disk
  FS.writeFile(name, bytes);
  try {
    return await orHdf5Error(() => readOpened(name));
  } finally {
    FS.unlink(name);
  }
}

function readOpened(name: string): ClipFeatures {
  const file = new H5File(name, "r");
  try {
    const embeddings = readMatrix(file, "embeddings");
    const timestampsMs = readVector(file, "timestampsMs", embeddings.rows);
    return { embeddings, timestampsMs, attributes: readAttributes(file) };
  } finally {
    file.close();
  }
}

/** Reads a dataset [F, D]. */
function readMatrix(file: H5File, name: string): DenseMatrix {
  const dataset = file.get(name);
  const shape = dataset instanceof Dataset ? dataset.shape : null;
  if (!(dataset instanceof Dataset) || shape?.length !== 2) {
    const found = dataset instanceof Dataset ? `[${shape ?? ""}]` : file.keys().join(", ");
    throw new SyntaxError(`expected a dataset ${name} [F, D], found ${found || "nothing"}`);
  }
  const [rows = 0, columns = 0] = shape;
  const data = Float32Array.from(numbersOf(dataset, name));
  if (data.length === rows * columns) return { kind: "dense", rows, columns, data };
  throw new SyntaxError(`expected ${rows} x ${columns} numbers in ${name}, found ${data.length}`);
}

/** Reads a dataset of one number a row, or nothing where there is none. */
function readVector(file: H5File, name: string, rows: number): Float64Array | undefined {
  if (!file.keys().includes(name)) return undefined;
  const dataset = file.get(name);
  const shape = dataset instanceof Dataset ? dataset.shape : null;
  if (!(dataset instanceof Dataset) || shape?.length !== 1 || shape[0] !== rows) {
    throw new SyntaxError(`expected a dataset ${name} [${rows}], found [${shape ?? ""}]`);
  }
  return Float64Array.from(numbersOf(dataset, name));
}

/** A file's attributes that are texts or numbers; others, and those of no readable type, are left out. */
function readAttributes(file: H5File): Record<string, string | number> {
  const attributes: Record<string, string | number> = {};
  for (const name of Object.keys(file.attrs)) {
    const value = attributeOf(file, name);
    if (typeof value === "string" || typeof value === "number") attributes[name] = value;
    if (typeof value === "bigint") attributes[name] = wholeNumber(value);
  }
  return attributes;
}

function attributeOf(file: H5File, name: string): unknown {
  try {
    return file.attrs[name]!.value;
  } catch {
    return undefined; // it says nothing of the numbers; a digest would miss it
  }
}

/** A number where it is exact, else its digits. */
function wholeNumber(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function numbersOf(dataset: Dataset, name: string): ArrayLike<number> {
  const { H5T_FLOAT, H5T_INTEGER } = Module.H5T_class_t;
  const { type, size } = dataset.metadata;
  if (type === H5T_FLOAT.value && size === 2) return halvesOf(dataset);
  if (type === H5T_FLOAT.value || type === H5T_INTEGER.value) {
    const { value } = dataset;
    if (value instanceof BigInt64Array || value instanceof BigUint64Array) {
      return Float64Array.from(value, Number);
    }
    if (ArrayBuffer.isView(value)) return value as Float64Array;
  }
  throw new SyntaxError(`expected numbers in ${name}, found ${JSON.stringify(dataset.dtype)}`);
}

/** Reads 16-bit floats, which h5wasm hands over as bytes only, low byte first. */
function halvesOf({ file_id, path, metadata }: Dataset): Float16Array {
  const bytes = metadata.size * metadata.total_size;
  const at = Module._malloc(bytes);
  if (at === 0) throw new Error(`no memory for ${bytes} bytes`);
  try {
    Module.get_dataset_data(file_id, path, null, null, null, BigInt(at));
    return new Float16Array(Module.HEAPU8.slice(at, at + bytes).buffer);
  } finally {
    Module._free(at);
  }
}
