import h5wasm, { File as H5File } from "h5wasm";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { readHdf5 } from "lib/encoders/_read_hdf5.ts";
import type { ClipFeatures } from "lib/encoders/clip_features.ts";

/** The attribute that holds the file's digest. */
const SEAL = "seal";

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]; // "\x89HDF\r\n\x1a\n"
const LARGEST_INT32 = 2 ** 31 - 1;

/**
 * Writes a clip's features as an HDF5 file that h5py reads; equal features give equal bytes.
 *
 * The attribute `seal` holds the SHA-256 of the whole file, with zeros in the place of its digits.
 */
export async function embeddingsFileBytes(features: ClipFeatures): Promise<Uint8Array> {
  const { FS } = await h5wasm.ready;
  const name = `${crypto.randomUUID()}.h5`; // in WebAssembly's own memory, not on disk
  atTimeZero(() => writeFile(name, features));
  try {
    return sealBytes(FS.readFile(name));
  } finally {
    FS.unlink(name);
  }
}

/** How strictly `parseEmbeddingsFile` reads. */
export interface ParseEmbeddingsOptions {
  /** Whether a file without a digest is refused. @default false, as other programs write none */
  readonly sealed?: boolean;
}

/**
 * Reads features from an HDF5 file with a dataset `embeddings` [F, D], ours or another program's:
 * floats of 16 to 64 bits or whole numbers, as 32-bit floats. A digest is compared where there is one.
 *
 * @param path where the bytes came from, for the error
 * @throws {SyntaxError} when it is no HDF5 file, damaged, altered, or has no such dataset
 */
export async function parseEmbeddingsFile(
  bytes: Uint8Array,
  path: string,
  { sealed = false }: ParseEmbeddingsOptions = {},
): Promise<ClipFeatures> {
  try {
    checkBytes(bytes, sealed);
    const { attributes: { [SEAL]: _, ...attributes }, ...data } = await readHdf5(bytes);
    return { ...data, attributes };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SyntaxError(`Cannot read ${path}: ${error.message}`, { cause: error.cause });
  }
}

function checkBytes(bytes: Uint8Array, sealed: boolean): void {
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
    const found = bytes.length === 0 ? "nothing" : "other content";
    throw new SyntaxError(`expected an HDF5 file, found ${found}`);
  }
  const isWhole = checkSealed(bytes);
  if (isWhole === false) throw new SyntaxError("it is not what was written: its seal is broken");
  if (sealed && isWhole === undefined) throw new SyntaxError("expected a seal, found none");
}

function writeFile(name: string, { embeddings, timestampsMs, attributes }: ClipFeatures) {
  const file = new H5File(name, "w");
  const { rows, columns, data } = embeddings;
  file.create_dataset({ name: "embeddings", data, shape: [rows, columns], dtype: "<f" });
  if (timestampsMs) {
    file.create_dataset({ name: "timestampsMs", data: timestampsMs, shape: [rows], dtype: "<d" });
  }
  for (const [key, value] of Object.entries({ ...attributes, [SEAL]: SEAL_PLACE })) {
    const wraps = typeof value === "number" && Math.abs(value) > LARGEST_INT32;
    file.create_attribute(key, value, null, wraps ? "<d" : null); // h5wasm takes int32 for all whole numbers
  }
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

/** What stands before a file's digest. */
const MARK = "file sha256:";
const DIGITS = 64;

/** Stands where a digest will be: so many zeros count in the digest itself. */
const SEAL_PLACE = MARK + "0".repeat(DIGITS);

/**
 * Puts a file's SHA-256 in the place of `SEAL_PLACE`, which it holds as text.
 *
 * @throws {RangeError} when it does not hold it
 */
function sealBytes(bytes: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(SEAL_PLACE);
  if (at < 0) throw new RangeError(`Cannot seal a file: expected ${SEAL_PLACE} in it`);
  const sealed = bytes.slice();
  sealed.set(new TextEncoder().encode(MARK + sha256(bytes)), at);
  return sealed;
}

/**
 * Whether a file is what `sealBytes` gave; nothing where no such digest is in it, as in files of other
 * programs.
 */
function checkSealed(bytes: Uint8Array): boolean | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = view.indexOf(MARK);
  if (at < 0) return undefined;
  const zeroed = bytes.slice();
  zeroed.set(new TextEncoder().encode(SEAL_PLACE).subarray(0, bytes.length - at), at);
  return view.toString("latin1", at, at + SEAL_PLACE.length) === MARK + sha256(zeroed);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
