import { join } from "node:path";
import Papa from "papaparse";
import { exists } from "lib/files.ts";

/** Where the leaderboard lies below the folder of graphs. */
export const LEADERBOARD_FILE = "Leaderboard/leaderboard.csv";

/** A saved leaderboard, one line for each model, set of videos and target. */
export interface SavedLeaderboard {
  /** Cells by column, as they stand in the file; what was not measured is empty. */
  readonly lines: readonly Readonly<Record<string, string>>[];
}

const NEEDED = ["data", "protocol", "side", "videos", "model", "role", "notebook", "target", "mse"];

/**
 * Reads the leaderboard that `writeLeaderboard` saved below a folder of graphs, or nothing where
 * there is none.
 *
 * @throws {SyntaxError} when the file is damaged, naming it
 */
export async function readLeaderboard(graphs: string): Promise<SavedLeaderboard | undefined> {
  const path = join(graphs, LEADERBOARD_FILE);
  if (!await exists(path)) return undefined;
  const { data, errors, meta } = Papa.parse<Record<string, string>>(await Deno.readTextFile(path), {
    header: true,
    skipEmptyLines: true,
  });
  const missing = NEEDED.filter((column) => !meta.fields?.includes(column));
  const problem = missing.length > 0
    ? `expected a column ${missing[0]}, got ${meta.fields?.join(", ")}`
    : errors[0] && `${errors[0].message} in row ${errors[0].row}`;
  if (problem) throw new SyntaxError(`Cannot read the leaderboard ${path}: ${problem}`);
  return { lines: data };
}
