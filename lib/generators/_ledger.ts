import pLimit from "p-limit";
import { exists, writeAtomic } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { openJournal, readJournal } from "lib/storage/journal.ts";
import { parseSealed, sealed } from "lib/storage/sealed.ts";

/** A call's line in the ledger; the last line of a call counts. */
export interface LedgerLine {
  readonly call: string;
  /** Billionths of a dollar. */
  readonly nanodollars: number;
  /** Prompt tokens that the server counted for each that was counted here. */
  readonly ratio?: number;
}

/** What was spent, line by line, on disk. */
export interface Ledger {
  readonly lines: readonly LedgerLine[];
  /**
   * Adds a line; when the promise resolves it is with the operating system.
   *
   * @throws {UnwritableError} when it cannot be written
   */
  append(line: LedgerLine): Promise<void>;
  /**
   * Brings the total up to date.
   *
   * @throws {UnwritableError} when it cannot be written
   */
  close(): Promise<void>;
}

/** What a ledger held when it was last added to. */
interface Total {
  readonly lines: number;
  readonly nanodollars: number;
}

/**
 * Opens a ledger, and beside it `….total`, by which lines that have gone are missed; a ledger without
 * one is of an older form and taken as it is.
 *
 * @throws {SyntaxError} when a line or the total is not what was written, or lines are missing: both
 * files are left as they are, and the message says what to do
 */
export async function openLedger(path: string): Promise<Ledger> {
  const known = await readChecked(path);
  if (known === undefined) await writeTotal(path, []); // first, so that an empty ledger has one
  const journal = await openJournal<LedgerLine>(path);
  await writeTotal(path, journal.entries);
  const oneAtATime = pLimit(1); // so that lines lie in the file in the order in which they count
  let isDue = false;
  let counted = Promise.resolve();
  const count = async () => {
    isDue = false;
    await writeTotal(path, journal.entries);
  };
  return {
    lines: journal.entries,
    async append(line) {
      await oneAtATime(() => journal.append(line));
      if (isDue) return;
      isDue = true; // the total may lag behind: it must only never know more than the ledger
      counted = counted.then(count).catch(() => {}); // closing tells
    },
    async close() {
      await counted;
      await count();
    },
  };
}

/** What the lines of a ledger come to in billionths of a dollar. */
export function nanodollarsIn(lines: readonly LedgerLine[]): number {
  const last = new Map(lines.map(({ call, nanodollars }) => [call, nanodollars]));
  return [...last.values()].reduce((sum, nanodollars) => sum + nanodollars, 0);
}

function totalPath(path: string): string {
  return `${path}.total`;
}

async function writeTotal(path: string, lines: readonly LedgerLine[]): Promise<void> {
  const total: Total = { lines: lines.length, nanodollars: nanodollarsIn(lines) };
  await writeAtomic(totalPath(path), sealed(total));
}

/** The lines of a ledger that is whole, or nothing where none was begun. */
async function readChecked(path: string): Promise<readonly LedgerLine[] | undefined> {
  try {
    const total = await readTotal(totalPath(path));
    if (!total && !await exists(path)) return undefined;
    const lines = await readJournal<LedgerLine>(path);
    lines.forEach((line, index) => checkLine(line, `line ${index + 1} of ${path}`));
    checkTotal(lines, total ?? { lines: 1, nanodollars: nanodollarsIn(lines.slice(0, 1)) }, path);
    return lines;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new SyntaxError(
      `${cause.message}; what was spent is not known for sure, so no call is made and nothing was ` +
        `changed: put back a copy of ${path}, or, to count from nothing again, remove it and ` +
        totalPath(path),
      { cause },
    );
  }
}

async function readTotal(path: string): Promise<Total | undefined> {
  if (!await exists(path)) return undefined;
  const total = parseSealed(await Deno.readTextFile(path), path);
  if (isObject(total) && isAmount(total.lines) && isAmount(total.nanodollars)) {
    return { lines: total.lines, nanodollars: total.nanodollars };
  }
  throw new SyntaxError(`Cannot read ${path}: expected lines and nanodollars`);
}

function checkLine(line: unknown, source: string): void {
  const { call, nanodollars, ratio = 1, ...rest } = Object(line);
  if (typeof call === "string" && isAmount(nanodollars) && isAmount(ratio)) {
    if (Object.keys(rest).length === 0) return;
  }
  throw new SyntaxError(
    `Cannot read ${source}: expected call, nanodollars and perhaps ratio, got ` +
      JSON.stringify(line).slice(0, 80),
  );
}

function checkTotal(lines: readonly LedgerLine[], total: Total, path: string): void {
  if (lines.length < total.lines) {
    throw new SyntaxError(
      `Cannot read ${path}: expected at least ${total.lines} lines, got ${lines.length}`,
    );
  }
  const found = nanodollarsIn(lines.slice(0, total.lines));
  if (found === total.nanodollars) return;
  throw new SyntaxError(
    `Cannot read ${path}: expected its first ${total.lines} lines to come to ` +
      `$${total.nanodollars / 1e9}, got $${found / 1e9}`,
  );
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
