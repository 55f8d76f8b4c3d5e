import { average } from "./_pairs.ts";

/** What a model drew about a row, and what came true. */
export interface DrawnRow {
  /** Independent draws, in their order. */
  readonly draws: readonly number[];
  readonly actual: number;
}

/** The two parts of a sampled answer's mean squared error. */
export interface ErrorParts {
  /** What is left when the draws are averaged without end: `mean((E x - actual)²)`. */
  readonly squaredBias: number;
  /** What averaging k draws divides by k: `mean(Var x)`. */
  readonly variance: number;
}

/**
 * Mean squared error that the mean of k independent draws has on average,
 * `squaredBias + variance / k` (Geman, Bienenstock and Doursat 1992).
 *
 * @throws {RangeError} when k is no whole number above 0
 */
export function errorOfMean({ squaredBias, variance }: ErrorParts, k: number): number {
  checkCount(k);
  return squaredBias + variance / k;
}

/**
 * Mean squared error of means of k draws as measured: each row's draws are cut into `floor(n / k)`
 * groups that share none, and the groups' squared errors are averaged, first within a row.
 *
 * @throws {RangeError} when there are no rows, k is no whole number above 0, or a row has fewer draws
 */
export function measuredErrorOfMean(rows: readonly DrawnRow[], k: number): number {
  checkCount(k);
  checkDraws(rows, k);
  return average(rows.map(({ draws, actual }) => {
    const groups = Array.from(
      { length: Math.floor(draws.length / k) },
      (_, i) => draws.slice(i * k, (i + 1) * k),
    );
    return average(groups.map((group) => (average(group) - actual) ** 2));
  }));
}

/**
 * The parts as known exactly, from each row's expected answer and its standard deviation.
 *
 * @throws {RangeError} when there are no rows
 */
export function exactErrorParts(
  rows: readonly {
    readonly expected: number;
    readonly deviation: number;
    readonly actual: number;
  }[],
): ErrorParts {
  checkFilled(rows);
  return {
    squaredBias: average(rows.map(({ expected, actual }) => (expected - actual) ** 2)),
    variance: average(rows.map(({ deviation }) => deviation ** 2)),
  };
}

/**
 * The parts as estimated without bias from n draws a row: `variance = mean(s²)` with
 * `s² = Σ(x - x̄)² / (n - 1)`, and `squaredBias = mean((x̄ - actual)² - s² / n)`, which chance can put
 * below 0.
 *
 * @throws {RangeError} when there are no rows, or a row has fewer than two draws
 */
export function estimatedErrorParts(rows: readonly DrawnRow[]): ErrorParts {
  checkDraws(rows, 2);
  const parts = rows.map(({ draws, actual }) => {
    const mean = average(draws);
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws.length - 1);
    return { squaredBias: (mean - actual) ** 2 - variance / draws.length, variance };
  });
  return {
    squaredBias: average(parts.map(({ squaredBias }) => squaredBias)),
    variance: average(parts.map(({ variance }) => variance)),
  };
}

function checkCount(k: number): void {
  if (Number.isInteger(k) && k >= 1) return;
  throw new RangeError(`Cannot average draws: k expected a whole number above 0, got ${k}`);
}

function checkFilled(rows: readonly unknown[]): void {
  if (rows.length > 0) return;
  throw new RangeError("Cannot split a sampling error: expected at least one row, got none");
}

function checkDraws(rows: readonly DrawnRow[], least: number): void {
  checkFilled(rows);
  const short = rows.findIndex(({ draws }) => draws.length < least);
  if (short < 0) return;
  throw new RangeError(
    `Cannot split a sampling error: expected at least ${least} draws in every row, ` +
      `got ${rows[short]!.draws.length} in row ${short}`,
  );
}
