import { Buffer, isUtf8 } from "node:buffer";
import { basename } from "node:path";
import pl from "nodejs-polars";
import { type CsvFault, type CsvStructure, scanCsv } from "lib/loaders/dataset/csv_structure.ts";
import type { DatasetProblem } from "lib/loaders/dataset/dataset_error.ts";

/** The sound records of a CSV file, every cell as the text it is. */
export interface CsvTable {
  /** The file's name without its folder. */
  readonly file: string;
  /** The header's cells, left to right. */
  readonly columns: readonly string[];
  /** Cells by column, top to bottom, as long as `records`. */
  readonly cells: ReadonlyMap<string, readonly string[]>;
  /** Record number of each row, counted from 1. */
  readonly records: readonly number[];
  /** What is wrong with the records that were left out. */
  readonly problems: readonly DatasetProblem[];
}

/**
 * Reads a CSV file (UTF-8, comma, double quotes, LF or CRLF) with polars, without guessing types.
 *
 * Polars fills short rows with empty cells and accepts some stray quotes, so that only records
 * that pass `scanCsv` reach it. A byte order mark and empty lines around all records are ignored.
 */
export async function readCsvTable(path: string): Promise<CsvTable> {
  const file = basename(path);
  const bytes = trim(await Deno.readFile(path));
  const structure = scanCsv(bytes);
  const faults = bytes.length === 0
    ? [{ record: 0, message: "expected a header, found an empty file" }]
    : [...structure.faults, ...undecodable(bytes, structure)];
  const problems = faults.map((fault) => locate(fault, { file, bytes, structure }));
  const broken = new Set(faults.map(({ record }) => record));
  if (broken.has(0)) return { file, columns: [], cells: new Map(), records: [], problems };
  const records = structure.starts.slice(1, -1).map((_, i) => i + 1).filter((r) => !broken.has(r));
  const frame = parse(broken.size === 0 ? bytes : keep([0, ...records], bytes, structure));
  if (frame.height !== records.length) {
    const message = `expected ${records.length} records, polars found ${frame.height}`;
    problems.push({ file, row: 0, message, value: "" });
  }
  const cells = new Map(
    frame.columns.map((name) => [name, frame.getColumn(name).toArray().map(String)]),
  );
  return { file, columns: frame.columns, cells, records, problems };
}

function parse(bytes: Uint8Array) {
  return pl.readCSV(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
    inferSchemaLength: 0,
    missingIsNull: false,
    truncateRaggedLines: false,
  });
}

function trim(bytes: Uint8Array): Uint8Array {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = hasMark ? bytes.subarray(3) : bytes;
  const isContent = (byte: number) => byte !== 0x0a && byte !== 0x0d;
  const start = content.findIndex(isContent);
  return start === -1
    ? new Uint8Array()
    : content.subarray(start, content.findLastIndex(isContent) + 1);
}

function recordBytes(record: number, bytes: Uint8Array, { starts }: CsvStructure): Uint8Array {
  return bytes.subarray(starts[record], starts[record + 1]);
}

function undecodable(bytes: Uint8Array, structure: CsvStructure): CsvFault[] {
  if (isUtf8(bytes)) return [];
  return structure.starts.slice(0, -1)
    .map((_, record) => record)
    .filter((record) => !isUtf8(recordBytes(record, bytes, structure)))
    .map((record) => ({ record, message: "expected UTF-8 text" }));
}

function keep(records: readonly number[], bytes: Uint8Array, structure: CsvStructure): Uint8Array {
  return Buffer.concat(records.map((record) => recordBytes(record, bytes, structure)));
}

function locate(
  { record, message }: CsvFault,
  { file, bytes, structure }: { file: string; bytes: Uint8Array; structure: CsvStructure },
): DatasetProblem {
  const value = new TextDecoder().decode(recordBytes(record, bytes, structure)).trimEnd();
  return { file, row: record, message, value };
}
