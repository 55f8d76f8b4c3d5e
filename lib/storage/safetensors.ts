import { parseHeader } from "lib/storage/_safetensors_header.ts";
import { writeAtomic } from "lib/files.ts";

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
  /**
   * Reads one tensor, f16 and bf16 widened to f32.
   *
   * @throws {RangeError} when there is no such tensor
   * @throws {SyntaxError} when it is of another type
   */
  read(name: string): Promise<StoredTensor>;
}

/** What `writeSafetensors` adds. */
export interface WriteSafetensorsOptions {
  /** Free text by name. @default { format: "pt" } */
  metadata?: Readonly<Record<string, string>>;
}

/**
 * Opens a safetensors file (https://huggingface.co/docs/safetensors): eight bytes of header length,
 * a JSON header, then the tensors' bytes.
 *
 * @throws {SyntaxError} when the file is truncated, its header is broken or tensors overlap
 */
export async function openSafetensors(path: string): Promise<Safetensors> {
  const { size } = await Deno.stat(path);
  const prefix = await readRange(path, 0, Math.min(8, size));
  const headerBytes = headerLength(prefix, { path, size });
  const header = parseHeader(await readRange(path, 8, headerBytes), {
    path,
    dataBytes: size - 8 - headerBytes,
  });
  return {
    shapes: new Map([...header.tensors].map(([name, { shape }]) => [name, shape])),
    metadata: header.metadata,
    async read(name) {
      const entry = header.tensors.get(name);
      if (!entry) throw new RangeError(`${path}: no tensor named ${name}`);
      const decode = DECODERS[entry.dtype];
      if (!decode) {
        throw new SyntaxError(
          `${path}: cannot read ${name}: expected F32, F16 or BF16, got ${entry.dtype}`,
        );
      }
      const bytes = await readRange(path, 8 + headerBytes + entry.begin, entry.end - entry.begin);
      return { shape: entry.shape, data: decode(bytes.buffer) };
    },
  };
}

/**
 * Writes tensors as f32, all or nothing.
 *
 * @throws {TypeError} when a tensor's values are not as many as its shape says
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  options: WriteSafetensorsOptions = {},
): Promise<void> {
  const { metadata = { format: "pt" } } = options;
  const header = new TextEncoder().encode(JSON.stringify({
    __metadata__: metadata,
    ...layOut(tensors, path),
  }));
  const headerBytes = Math.ceil(header.length / 8) * 8; // so that the values are aligned
  const dataBytes = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  const content = new Uint8Array(8 + headerBytes + dataBytes).fill(0x20, 8, 8 + headerBytes);
  new DataView(content.buffer).setBigUint64(0, BigInt(headerBytes), true);
  content.set(header, 8);
  let at = 8 + headerBytes;
  for (const { data } of tensors.values()) {
    content.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  await writeAtomic(path, content);
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
    : Infinity;
  if (length > size - 8) {
    throw new SyntaxError(
      `${path}: expected a safetensors header of ${length} bytes, but the file has ${size} bytes in ` +
        "all; it is truncated or of another format",
    );
  }
  return length;
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

/** Reads bytes of a file; fewer than asked are an error. */
async function readRange(path: string, start: number, length: number) {
  const bytes = new Uint8Array(length);
  using file = await Deno.open(path);
  await file.seek(start, Deno.SeekMode.Start);
  for (let at = 0; at < length;) {
    const count = await file.read(bytes.subarray(at));
    if (count === null) {
      throw new SyntaxError(
        `${path}: expected ${length} bytes at ${start}, the file ended at ${start + at}`,
      );
    }
    at += count;
  }
  return bytes;
}
