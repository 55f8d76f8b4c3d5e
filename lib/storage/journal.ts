import { appendFile } from "node:fs/promises";
import { exists, writeAtomic, writingTo } from "lib/files.ts";
import { isObject } from "lib/json.ts";
import { digestOf } from "lib/storage/digest.ts";
import { parseJson } from "lib/storage/sealed.ts";

/** A growing record of a long task, one JSON object a line, that survives being killed. */
export interface Journal<Entry> {
  /** Everything recorded so far, the oldest first. */
  readonly entries: readonly Entry[];
  /**
   * Records one more entry; when the promise resolves the line is with the operating system.
   *
   * @throws {UnwritableError} when the line cannot be written
   */
  append(entry: Entry): Promise<void>;
}

/** The last field of a line: the start of its entry's digest, by which damage is told. */
const SUM = "sum";
const SUM_DIGITS = 8;

/**
 * Opens a journal, forgetting a last line that was cut short and entries that `keep` refuses.
 *
 * A run continued from a checkpoint keeps what came before it and records the rest again.
 *
 * @throws {SyntaxError} when a line other than the last is not what was written
 */
export async function openJournal<Entry extends object>(
  path: string,
  keep: (entry: Entry) => boolean = () => true,
): Promise<Journal<Entry>> {
  const entries = (await readJournal<Entry>(path)).filter(keep);
  await writeAtomic(path, entries.map(lineOf).join(""));
  return {
    entries,
    async append(entry) {
      try {
        await writingTo(path, () => appendFile(path, lineOf(entry)));
      } catch (error) {
        await dropTornLine(path).catch(() => {}); // the cause is thrown
        throw error;
      }
      entries.push(entry);
    },
  };
}

/**
 * Reads a journal and leaves it as it is; nothing where there is no file. A file whose lines have no
 * sums is of an older form and taken as it is.
 *
 * @throws {SyntaxError} when a line other than the last is not what was written
 */
export async function readJournal<Entry extends object>(path: string): Promise<Entry[]> {
  if (!await exists(path)) return [];
  const lines = (await Deno.readTextFile(path)).split("\n");
  lines.pop(); // empty after the last line break, or a line that was cut short
  const parsed = lines.map((line, index) => parseLine(line, `line ${index + 1} of ${path}`));
  const isOld = parsed.every(({ sum }) => sum === undefined); // opened once, all lines have sums
  return parsed.map(({ source, sum, entry }) => {
    if (isOld || sum === sumOf(entry)) return entry as Entry;
    throw new SyntaxError(`Cannot read ${source}: expected the sum ${sumOf(entry)}, got ${sum}`);
  });
}

/** The entries of a journal's whole lines, whatever the others hold; nothing where there is no file. */
export async function readIntactEntries<Entry extends object>(path: string): Promise<Entry[]> {
  if (!await exists(path)) return [];
  return (await Deno.readTextFile(path)).split("\n").flatMap((line) => {
    try {
      const { sum, entry } = parseLine(line, path);
      return sum === sumOf(entry) ? [entry as Entry] : [];
    } catch (error) {
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  });
}

/** Removes what a full disk took of a line, so that the next one starts where it should. */
async function dropTornLine(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  await Deno.truncate(path, bytes.lastIndexOf("\n".charCodeAt(0)) + 1);
}

function lineOf(entry: object): string {
  const written: Record<string, unknown> = JSON.parse(JSON.stringify(entry));
  return JSON.stringify({ ...written, [SUM]: sumOf(written) }) + "\n";
}

function sumOf(entry: object): string {
  return digestOf(entry).slice(0, SUM_DIGITS);
}

function parseLine(line: string, source: string) {
  const value = parseJson(line, source);
  if (!isObject(value)) throw new SyntaxError(`Cannot read ${source}: expected an object`);
  const { [SUM]: sum, ...entry } = value;
  return { source, sum, entry };
}
