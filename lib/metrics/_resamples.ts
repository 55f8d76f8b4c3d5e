import { createGenerator } from "lib/random.ts";

/** How bootstrap resamples are drawn. */
export interface ResampleOptions {
  /** How many are drawn. @default 1000 */
  resamples?: number;
  /** Seed of the draws, 0 to 2^32-1. */
  seed: number;
  /** Each row's group; whole groups are drawn, since rows of a group are alike. @default each row its own */
  groups?: readonly (string | number)[];
}

/**
 * Row positions of each resample, drawn with replacement; without groups as NumPy's
 * `RandomState(seed).randint(0, rows, rows)` draws them again and again.
 *
 * With groups a resample has as many groups as there are, so its number of rows varies.
 *
 * @throws {RangeError} when there are no rows, or not a whole number of resamples above 0
 * @throws {TypeError} when there is not one group a row
 */
export function drawResamples(
  rows: number,
  { resamples = 1000, seed, groups }: ResampleOptions,
): Int32Array[] {
  if (!Number.isInteger(rows) || rows < 1) {
    throw new RangeError(`Cannot bootstrap: expected at least one row, got ${rows}`);
  }
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(`Cannot bootstrap: expected resamples above 0, got ${resamples}`);
  }
  if (groups && groups.length !== rows) {
    throw new TypeError(
      `Cannot bootstrap: expected a group for each of ${rows} rows, got ${groups.length}`,
    );
  }
  const generator = createGenerator(seed);
  const draw = (count: number) => {
    const drawn = new Int32Array(count);
    for (let i = 0; i < count; i++) drawn[i] = generator.integer(count - 1);
    return drawn;
  };
  if (!groups) return Array.from({ length: resamples }, () => draw(rows));
  const members = [...Map.groupBy(groups.keys(), (row) => groups[row]!).values()];
  return Array.from(
    { length: resamples },
    () => Int32Array.from([...draw(members.length)].flatMap((group) => members[group]!)),
  );
}
