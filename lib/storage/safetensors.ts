import { createHash } from "node:crypto";
import { writeAtomic } from "lib/files.ts";
import { type Header, parseHeader } from "lib/storage/_safetensors_header.ts";
import { digestOf, digestOfBytes } from "lib/storage/digest.ts";
import { readRange } from "lib/storage/read_range.ts";

/** A tensor as it lies in memory. */
export interface StoredTensor {
  readonly shape: readonly number[];
  /** Row-major values, as many as the shape's product. */
  readonly data: Float32Array;
}

/** An opened safetensors file, of which only the header was read. */
export interface Safetensors {
  /** Shape of each tensor by name, in the file's order. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Free text by name, such as `format`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether `writeSafetensors` wrote it, so that its digest was compared. */
  readonly sealed: boolean;
  /**
   * Reads one tensor, f16 and bf16 widened to f32.
   *
   * @throws {RangeError} when there is no such tensor
   * @throws {SyntaxError} when it is of another type
   */
  read(name: string): Promise<StoredTensor>;
}

export interface WriteSafetensorsOptions {
  /** Free text by name. @default { format: "pt" } */
  metadata?: Readonly<Record<string, string>>;
}

/** The metadata by which a file of ours tells that it holds what was written. */
const SEAL = "sha256";

/**
 * Opens a safetensors file (https://huggingface.co/docs/safetensors): eight bytes of header length,
 * a JSON header, then the tensors' bytes.
 *
 * A file that `writeSafetensors` wrote is read through once and compared with its digest.
 *
 * @throws {SyntaxError} when the file is truncated, its header is broken, tensors overlap or it is
 * not what was written
 */
export async function openSafetensors(path: string): Promise<Safetensors> {
  const { size } = await Deno.stat(path);
  const prefix = await readRange(path, { start: 0, length: Math.min(8, size) });
  const headerBytes = headerLength(prefix, { path, size });
  const header = parseHeader(await readRange(path, { start: 8, length: headerBytes }), {
    path,
    dataBytes: size - 8 - headerBytes,
  });
  const { [SEAL]: seal, ...metadata } = header.metadata;
  if (seal !== undefined) await checkSeal(path, header, { start: 8 + headerBytes });
  return {
    shapes: new Map([...header.tensors].map(([name, { shape }]) => [name, shape])),
    metadata,
    sealed: seal !== undefined,
    async read(name) {
      const entry = header.tensors.get(name);
      if (!entry) throw new RangeError(`${path}: no tensor named ${name}`);
      const decode = DECODERS[entry.dtype];
      if (!decode) {
        throw new SyntaxError(
          `${path}: cannot read ${name}: expected F32, F16 or BF16, got ${entry.dtype}`,
        );
      }
      const bytes = await readRange(path, {
        start: 8 + headerBytes + entry.begin,
        length: entry.end - entry.begin,
      });
      return { shape: entry.shape, data: decode(bytes.buffer) };
    },
  };
}

/** The digest of a file: of its header without the digest, and of its data. */
function sealOf(header: Header, dataDigest: string): string {
  const { [SEAL]: _, ...metadata } = header.metadata;
  const tensors = [...header.tensors].map(([name, entry]) => ({ name, ...entry }));
  return digestOf({ tensors, metadata, data: dataDigest });
}

async function checkSeal(path: string, header: Header, { start }: { start: number }) {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  await file.seek(start, Deno.SeekMode.Start);
  const buffer = new Uint8Array(1 << 20);
  for (let count; (count = await file.read(buffer)) !== null;) {
    hash.update(buffer.subarray(0, count));
  }
  const found = sealOf(header, hash.digest("hex"));
  if (found === header.metadata[SEAL]) return;
  throw new SyntaxError(
    `${path}: expected content of SHA-256 ${header.metadata[SEAL]?.slice(0, 8)}…, got ` +
      `${found.slice(0, 8)}…; it was altered after it was written`,
  );
}

/**
 * Writes tensors as f32, all or nothing, with a digest among the metadata.
 *
 * @throws {TypeError} when a tensor's values are not as many as its shape says
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  options: WriteSafetensorsOptions = {},
): Promise<void> {
  const { metadata = { format: "pt" } } = options;
  const laidOut = layOut(tensors, path);
  const sealed = { ...metadata, [SEAL]: "0".repeat(64) }; // as long as the digest will be
  const headerBytes = Math.ceil(headerText(sealed, laidOut).length / 8) * 8; // values are aligned
  const dataBytes = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  const content = new Uint8Array(8 + headerBytes + dataBytes).fill(0x20, 8, 8 + headerBytes);
  new DataView(content.buffer).setBigUint64(0, BigInt(headerBytes), true);
  let at = 8 + headerBytes;
  for (const { data } of tensors.values()) {
    content.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  const header = parseHeader(headerText(metadata, laidOut), { path, dataBytes });
  sealed[SEAL] = sealOf(header, digestOfBytes(content.subarray(8 + headerBytes)));
  content.set(headerText(sealed, laidOut), 8);
  await writeAtomic(path, content);
}

function headerText(metadata: Readonly<Record<string, string>>, laidOut: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...laidOut }));
}

const DECODERS: Readonly<Record<string, (bytes: ArrayBuffer) => Float32Array>> = {
  F32: (bytes) => new Float32Array(bytes),
  F16: (bytes) => Float32Array.from(new Float16Array(bytes)),
  BF16: (bytes) => new Float32Array(Uint32Array.from(new Uint16Array(bytes), widen).buffer),
};

/** bf16 is the upper half of f32. */
function widen(bits: number): number {
  return bits << 16;
}

function headerLength(prefix: Uint8Array, { path, size }: { path: string; size: number }): number {
  const length = prefix.length === 8
    ? Number(new DataView(prefix.buffer).getBigUint64(0, true))
    : undefined;
  if (length !== undefined && length <= size - 8) return length;
  const header = length === undefined ? "header" : `header of ${length} bytes`;
  throw new SyntaxError(
    `${path}: expected a safetensors ${header}, but the file has ${size} bytes in all; it is ` +
      "truncated or of another format",
  );
}

function layOut(tensors: ReadonlyMap<string, StoredTensor>, path: string) {
  const entries: Record<string, object> = {};
  let at = 0;
  for (const [name, { shape, data }] of tensors) {
    const expected = shape.reduce((product, length) => product * length, 1);
    if (data.length !== expected) {
      throw new TypeError(
        `Cannot write ${name} to ${path}: expected ${expected} values for shape [${shape}], got ${data.length}`,
      );
    }
    entries[name] = { dtype: "F32", shape, data_offsets: [at, at + data.byteLength] };
    at += data.byteLength;
  }
  return entries;
}
