const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Something in a record that RFC 4180 does not allow. */
export interface CsvFault {
  /** 0 is the header. */
  readonly record: number;
  /** What was expected. */
  readonly message: string;
}

/** Where a CSV file's records lie and which of them are broken. */
export interface CsvStructure {
  /** Byte offset of each record, the header first, and the file's length at the end. */
  readonly starts: readonly number[];
  readonly faults: readonly CsvFault[];
}

/**
 * Finds the records of a CSV file and every breach of RFC 4180 in them.
 *
 * Lenient parsers guess: a lost quote makes them swallow rows, a lost comma makes them fill cells
 * in. Here a quote must open at a cell's start and close at its end, and each record must have as
 * many cells as the header. Reading goes on after a fault at the next line that makes sense.
 *
 * @param bytes UTF-8 without a byte order mark and without line breaks at the end
 */
export function scanCsv(bytes: Uint8Array): CsvStructure {
  const starts: number[] = [];
  const faults: CsvFault[] = [];
  let header = 0;
  for (let at = 0; at < bytes.length;) {
    const record = starts.push(at) - 1;
    const messages = new Set<string>();
    const scanned = scanRecord(bytes, at, (message) => messages.add(message));
    if (record === 0) header = scanned.cells;
    if (scanned.cells !== header) messages.add(`expected ${header} cells as in the header`);
    for (const message of messages) faults.push({ record, message });
    at = scanned.end + 1;
  }
  return { starts: [...starts, bytes.length], faults };
}

type Report = (message: string) => unknown;

function scanRecord(bytes: Uint8Array, start: number, report: Report) {
  let end = start - 1;
  let cells = 0;
  do {
    end = scanCell(bytes, end + 1, report);
    cells++;
  } while (bytes[end] === COMMA);
  return { end, cells };
}

/** Returns the offset of the comma, line feed or end of file behind a cell. */
function scanCell(bytes: Uint8Array, start: number, report: Report): number {
  if (bytes[start] !== QUOTE) return scanPlain(bytes, start, report);
  const end = closingQuote(bytes, start) + 1;
  if (end === 0) {
    report("expected a closing quote before the end of the file");
    return bytes.length;
  }
  if (!endsCell(bytes, end)) report("expected a comma or a line break after a closing quote");
  return scanPlain(bytes, end, () => {});
}

function scanPlain(bytes: Uint8Array, start: number, report: Report): number {
  let at = start;
  for (; at < bytes.length && bytes[at] !== COMMA && bytes[at] !== LINE_FEED; at++) {
    if (bytes[at] === QUOTE) report("expected no quote inside an unquoted cell");
    if (bytes[at] === CARRIAGE_RETURN && !endsCell(bytes, at)) {
      report("expected a line feed after a carriage return outside quotes");
    }
  }
  return at;
}

function closingQuote(bytes: Uint8Array, opening: number): number {
  let at = bytes.indexOf(QUOTE, opening + 1);
  while (at !== -1 && bytes[at + 1] === QUOTE) at = bytes.indexOf(QUOTE, at + 2);
  return at;
}

function endsCell(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] === CARRIAGE_RETURN) return bytes[at + 1] === LINE_FEED;
  return at === bytes.length || bytes[at] === COMMA || bytes[at] === LINE_FEED;
}
