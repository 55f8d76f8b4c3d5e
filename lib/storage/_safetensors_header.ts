/** Where one tensor lies in a safetensors file. */
export interface HeaderEntry {
  /** Type of a value as the format names it, such as `F32`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First byte, counted from the end of the header. */
  readonly begin: number;
  /** The byte after the last. */
  readonly end: number;
}

/** Everything a safetensors header says. */
export interface Header {
  readonly tensors: ReadonlyMap<string, HeaderEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

const VALUE_BYTES: Readonly<Record<string, number>> = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/**
 * Reads a safetensors header and checks that its tensors lie one after another in the data.
 *
 * @throws {SyntaxError} when it is no such JSON, a shape and its bytes disagree, tensors overlap or
 * leave gaps, or the data ends early
 */
export function parseHeader(
  bytes: Uint8Array,
  file: { path: string; dataBytes: number },
): Header {
  const { __metadata__: metadata = {}, ...entries } = parseJson(bytes, file.path);
  const tensors = Object.entries(entries).map(([name, entry]) => {
    if (!isEntry(entry)) {
      throw new SyntaxError(
        `${file.path}: expected dtype, shape and data_offsets for tensor ${name}, got ${
          JSON.stringify(entry)
        }`,
      );
    }
    const [begin, end] = entry.data_offsets;
    return [name, { dtype: entry.dtype, shape: entry.shape, begin, end }] as const;
  });
  checkLayout(tensors, file);
  return { tensors: new Map(tensors), metadata: metadata as Record<string, string> };
}

function parseJson(bytes: Uint8Array, path: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) {
      return { ...parsed };
    }
  } catch (error) {
    throw new SyntaxError(`${path}: its safetensors header is no JSON`, { cause: error });
  }
  throw new SyntaxError(`${path}: expected a JSON object as safetensors header`);
}

interface RawEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

function isEntry(entry: unknown): entry is RawEntry {
  const { dtype, shape, data_offsets } = Object(entry) as Partial<RawEntry>;
  return typeof dtype === "string" && dtype in VALUE_BYTES && isCounts(shape) &&
    isCounts(data_offsets) && data_offsets.length === 2;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function checkLayout(
  tensors: readonly (readonly [string, HeaderEntry])[],
  { path, dataBytes }: { path: string; dataBytes: number },
): void {
  let at = 0;
  for (
    const [name, entry] of tensors.toSorted(([, a], [, b]) => a.begin - b.begin || a.end - b.end)
  ) {
    const values = entry.shape.reduce((product, length) => product * length, 1);
    const expected = values * VALUE_BYTES[entry.dtype]!;
    const where = `tensor ${name} at bytes ${entry.begin} to ${entry.end}`;
    if (entry.begin !== at) {
      const problem = entry.begin < at ? "overlaps the one before it" : "leaves a gap";
      throw new SyntaxError(`${path}: ${where} ${problem}, which ended at byte ${at}`);
    }
    if (entry.end - entry.begin !== expected) {
      throw new SyntaxError(
        `${path}: ${where}: expected ${expected} bytes for ${entry.dtype} [${entry.shape}]`,
      );
    }
    if (entry.end > dataBytes) {
      throw new SyntaxError(
        `${path}: ${where}: the file is truncated, its data has ${dataBytes} bytes`,
      );
    }
    at = entry.end;
  }
  if (at !== dataBytes) {
    throw new SyntaxError(`${path}: expected ${at} bytes of data, got ${dataBytes}`);
  }
}
