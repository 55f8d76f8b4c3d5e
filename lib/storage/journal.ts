import { appendFile } from "node:fs/promises";
import { exists, writeAtomic } from "lib/files.ts";

/** A growing record of a long task, one JSON object a line, that survives being killed. */
export interface Journal<Entry> {
  /** Everything recorded so far, the oldest first. */
  readonly entries: readonly Entry[];
  /** Records one more entry; when the promise resolves the line is with the operating system. */
  append(entry: Entry): Promise<void>;
}

/**
 * Opens a journal, forgetting a last line that was cut short and entries that `keep` refuses.
 *
 * A run continued from a checkpoint keeps what came before it and records the rest again.
 *
 * @throws {SyntaxError} when a line other than the last is not JSON
 */
export async function openJournal<Entry>(
  path: string,
  keep: (entry: Entry) => boolean = () => true,
): Promise<Journal<Entry>> {
  const entries = (await exists(path) ? parseLines<Entry>(await Deno.readTextFile(path), path) : [])
    .filter(keep);
  await writeAtomic(path, entries.map((entry) => JSON.stringify(entry) + "\n").join(""));
  return {
    entries,
    async append(entry) {
      await appendFile(path, JSON.stringify(entry) + "\n");
      entries.push(entry);
    },
  };
}

function parseLines<Entry>(text: string, path: string): Entry[] {
  const lines = text.split("\n");
  lines.pop(); // empty after the last line break, or a line that was cut short
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry;
    } catch (cause) {
      throw new SyntaxError(
        `Cannot read ${path}: expected JSON in line ${index + 1}, got ${line.slice(0, 80)}`,
        { cause },
      );
    }
  });
}
