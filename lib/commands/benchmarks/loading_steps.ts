import { Buffer } from "node:buffer";
import process from "node:process";
import pl from "nodejs-polars";
import { readDataset } from "lib/loaders/dataset/dataset.ts";
import { type Measured, median } from "lib/commands/benchmarks/_program.ts";

/** Rows of the data set that is read, about thirty times the real one's. */
export const LARGE_ROWS = 100_000;

/** A transcript of about 500 characters with quotes, commas and line breaks. */
const TRANSCRIPT = '""quoted"", and more\nwords, to be said '.repeat(14);

/** Runs after the first one, which compiles and fills caches. */
const REPEATS = 4;

/** The two ways to read a data set file: as the library does, and without any of its checks. */
const SIDES: Readonly<Record<string, (path: string) => Promise<number>>> = {
  library: async (path) => (await readDataset(path)).length,
  polars: async (path) => {
    const options = { inferSchemaLength: 0, missingIsNull: false };
    const frame = pl.readCSV(Buffer.from(await Deno.readFile(path)), options);
    return Math.min(...frame.columns.map((name) => frame.getColumn(name).toArray().length));
  },
};

/** Writes a data set in the original's form. */
export async function writeLargeDataset(path: string): Promise<void> {
  const header = "Unnamed: 0,video_id,virality_score_%,engagement_score_%,transcript";
  const idOf = (row: number) => `video${String(row).padStart(6, "0")}`;
  const rows = Array.from(
    { length: LARGE_ROWS },
    (_, row) => `${row},${idOf(row)},50.5,60.25,"${TRANSCRIPT}"\n`,
  );
  await Deno.writeTextFile(path, `${header}\n${rows.join("")}`);
}

/** Times one side: the first reading of a process, and the median of those that follow. */
export async function timeLoading(side: string, path: string): Promise<Measured> {
  const times: number[] = [];
  let rows = NaN;
  for (let run = 0; run <= REPEATS; run++) {
    const start = performance.now();
    rows = await SIDES[side]!(path);
    times.push(performance.now() - start);
  }
  return {
    milliseconds: { "reading, first": times[0]!, "reading, again": median(times.slice(1)) },
    results: { rows },
  };
}

if (import.meta.main) {
  const [side, path] = Deno.args as [string, string];
  process.stdout.write(`${JSON.stringify(await timeLoading(side, path))}\n`);
}
