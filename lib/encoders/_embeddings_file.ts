import h5wasm, { type Dataset, File as H5File } from "h5wasm";
import type { ClipFeatures } from "lib/encoders/clip_features.ts";

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]; // "\x89HDF\r\n\x1a\n"

/** Writes a clip's features as an HDF5 file that h5py reads; equal features give equal bytes. */
export async function embeddingsFileBytes(features: ClipFeatures): Promise<Uint8Array> {
  const { FS } = await h5wasm.ready;
  const name = `${crypto.randomUUID()}.h5`; // in WebAssembly's own memory, not on disk
  atTimeZero(() => writeFile(name, features));
  try {
    return FS.readFile(name);
  } finally {
    FS.unlink(name);
  }
}

/**
 * Reads features from an HDF5 file with a dataset `embeddings` [F, D], ours or another program's.
 *
 * @param path where the bytes came from, for the error
 * @throws {SyntaxError} when it is no HDF5 file or has no such dataset
 */
export async function parseEmbeddingsFile(bytes: Uint8Array, path: string): Promise<ClipFeatures> {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
    throw new SyntaxError(`Cannot read ${path}: expected an HDF5 file, found other content`);
  }
  const { FS } = await h5wasm.ready;
  const name = `${crypto.randomUUID()}.h5`;
  FS.writeFile(name, bytes);
  const file = new H5File(name, "r");
  try {
    return readFile(file, path);
  } finally {
    file.close();
    FS.unlink(name);
  }
}

function writeFile(name: string, { embeddings, timestampsMs, attributes }: ClipFeatures) {
  const file = new H5File(name, "w");
  const { rows, columns, data } = embeddings;
  file.create_dataset({ name: "embeddings", data, shape: [rows, columns], dtype: "<f" });
  if (timestampsMs) {
    file.create_dataset({ name: "timestampsMs", data: timestampsMs, shape: [rows], dtype: "<d" });
  }
  for (const [key, value] of Object.entries(attributes)) file.create_attribute(key, value);
  file.close();
}

/** HDF5 stamps every object with the clock, which would make each file differ from the last. */
function atTimeZero(write: () => void) {
  const now = Date.now;
  Date.now = () => 0;
  try {
    write();
  } finally {
    Date.now = now;
  }
}

function readFile(file: H5File, path: string): ClipFeatures {
  const dataset = file.get("embeddings");
  if (!isDataset(dataset) || dataset.shape?.length !== 2) {
    throw new SyntaxError(
      `Cannot read ${path}: expected a dataset embeddings [F, D], found ${
        isDataset(dataset) ? `[${dataset.shape}]` : file.keys().join(", ") || "nothing"
      }`,
    );
  }
  const [rows = 0, columns = 0] = dataset.shape;
  const data = Float32Array.from(dataset.value as Float32Array | Float64Array);
  const times = file.get("timestampsMs");
  return {
    embeddings: { kind: "dense", rows, columns, data },
    timestampsMs: isDataset(times) ? Float64Array.from(times.value as Float64Array) : undefined,
    attributes: Object.fromEntries(
      Object.entries(file.attrs).map(([key, { value }]) => [key, value as string | number]),
    ),
  };
}

function isDataset(entity: unknown): entity is Dataset {
  return typeof entity === "object" && entity !== null && "shape" in entity;
}
