import type { Generator } from "lib/random.ts";

/** Exactly one of the two sizes is given. */
export interface BatchOptions {
  /** Rows a batch. */
  readonly rows?: number;
  /** Tokens a batch, padding included: a batch takes rows while `rows * longest <= tokens`. */
  readonly tokens?: number;
  /** Rows of alike length are sought among this many at a time. @default 512 */
  readonly bucketRows?: number;
}

/**
 * Gathers rows of alike length, so that little of a batch is padding.
 *
 * Rows are shuffled, sorted by length within buckets of `bucketRows`, cut into batches, and the
 * batches shuffled: an epoch's order is random and every row stands in exactly one batch.
 *
 * @param lengths tokens of each row
 * @throws {RangeError} when not exactly one size is given, it is no positive integer, or a row
 * alone is longer than the token budget
 */
export function lengthBucketedBatches(
  lengths: readonly number[],
  options: BatchOptions,
  generator: Generator,
): number[][] {
  const fits = fitTest(options, lengths);
  const { bucketRows = 512 } = options;
  const order = generator.permutation(lengths.length);
  const batches: number[][] = [];
  for (let start = 0; start < order.length; start += bucketRows) {
    const bucket = order.slice(start, start + bucketRows);
    bucket.sort((a, b) => lengths[a]! - lengths[b]!);
    batches.push(...cut(bucket, (batch, row) => fits(batch.length + 1, lengths[row]!)));
  }
  return generator.permutation(batches.length).map((i) => batches[i]!);
}

/** Cuts rows into batches in order of length, for evaluation: no randomness, little padding. */
export function sortedBatches(lengths: readonly number[], options: BatchOptions): number[][] {
  const fits = fitTest(options, lengths);
  const order = lengths.map((_, row) => row).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  return cut(order, (batch, row) => fits(batch.length + 1, lengths[row]!));
}

function cut(order: readonly number[], fits: (batch: number[], row: number) => boolean) {
  const batches: number[][] = [];
  for (const row of order) {
    const last = batches.at(-1);
    if (last && fits(last, row)) last.push(row);
    else batches.push([row]);
  }
  return batches;
}

function fitTest({ rows, tokens }: BatchOptions, lengths: readonly number[]) {
  const size = rows ?? tokens;
  if ((rows === undefined) === (tokens === undefined) || !Number.isInteger(size) || size! < 1) {
    throw new RangeError(
      "Cannot gather batches: expected a positive whole number of either rows or tokens, " +
        `got ${rows} rows and ${tokens} tokens`,
    );
  }
  const tooLong = tokens ? lengths.findIndex((length) => length > tokens) : -1;
  if (tooLong >= 0) {
    throw new RangeError(
      `Cannot gather batches: row ${tooLong} has ${lengths[tooLong]} tokens, ` +
        `more than the ${tokens} of a whole batch`,
    );
  }
  return (count: number, longest: number) => rows ? count <= rows : count * longest <= tokens!;
}
