import { Matrix } from "ml-matrix";
import { centreDense, type CentredRows, centreSparse } from "lib/heads/views/_centred_rows.ts";
import { checkPrediction } from "lib/heads/_guards.ts";
import { presentRows, rowsWith, type View } from "lib/heads/views/_view_rows.ts";
import { poolSequences, type Statistic } from "lib/heads/sequences/pool_sequences.ts";
import { checkPredictionSequences } from "lib/heads/sequences/sequence_guards.ts";
import type { Features, Views } from "lib/types.ts";

/** How one view's columns are set beside those of others. */
export interface ViewScaling {
  /** What the columns' variances sum to, so that views of many columns do not drown others. @default 1 */
  readonly weight?: number;
  /** Divides each column by its deviation first; rows and sequences only, not sparse. @default false */
  readonly standardise?: boolean;
  /** What is kept of sequences. @default ["mean", "std"] */
  readonly statistics?: readonly Statistic[];
}

/** Likeness of items by one view: inner products of centred and scaled rows. */
export interface ViewKernel {
  /** [M, N] with the N training items, 0 where either lacks the view. */
  products(items: Views): Matrix;
}

/** What `fitViewKernel` looks at. */
export interface ViewKernelOptions {
  readonly view: string;
  readonly scaling: ViewScaling;
  /** For errors. */
  readonly head: string;
}

/**
 * Centres and scales one view over the training items that have it: `sqrt(weight / variance) *
 * (x - mean)`, with the variance summed over columns. A view that no item has, or that never varies,
 * gives 0 throughout.
 *
 * @throws {TypeError} when a value is not finite, or sparse rows are to be standardised
 */
export function fitViewKernel(training: Views, options: ViewKernelOptions): ViewKernel {
  const { view, scaling: { weight = 1, standardise = false } } = options;
  const present = rowsWith(training, view);
  if (present.length === 0) return noKernel(training.rows);
  const rows = describe(training, options);
  const centred = centre(rows, { standardise, ...options });
  if (centred.variance === 0) return noKernel(training.rows);
  const scale = weight / centred.variance;
  return {
    products(items) {
      const kernel = new Matrix(items.rows, training.rows);
      const asked = rowsWith(items, view);
      if (asked.length === 0) return kernel;
      const products = centred.products(describe(items, options)).mul(scale);
      asked.forEach((row, i) => {
        present.forEach((column, j) => kernel.set(row, column, products.get(i, j)));
      });
      return kernel;
    },
  };
}

function noKernel(trainingRows: number): ViewKernel {
  return { products: (items) => new Matrix(items.rows, trainingRows) };
}

function centre(
  rows: Features,
  { standardise, view, head }: { standardise: boolean; view: string; head: string },
): CentredRows {
  if (rows.kind === "dense") return centreDense(rows, { standardise });
  if (!standardise) return centreSparse(rows);
  throw new TypeError(
    `Cannot fit ${head}: expected rows or sequences to standardise, got sparse rows in view ${view}`,
  );
}

/** One row of numbers for each item that has the view. */
function describe(
  views: Views,
  { view, scaling: { statistics = ["mean", "std"] }, head }: ViewKernelOptions,
): Features {
  const present: View = presentRows(views, view);
  if (present.kind !== "sequences") {
    checkPrediction(`${head}, view ${view}`, present, present.columns);
    return present;
  }
  checkPredictionSequences(`${head}, view ${view}`, present, present.columns);
  return poolSequences(present, statistics);
}
