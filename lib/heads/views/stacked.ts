import { dealFolds } from "lib/heads/views/_deal_folds.ts";
import { repeatRow, writeRows, zeros } from "lib/heads/_dense.ts";
import { nonNegativeLeastSquares } from "lib/heads/views/_non_negative_least_squares.ts";
import {
  checkPredictionViews,
  checkTrainingViews,
  shapesOf,
} from "lib/heads/views/_view_guards.ts";
import {
  checkViewHeads,
  type FittedViewHeads,
  fitViewHeads,
  nameViewHeads,
  type ViewHeads,
} from "lib/heads/views/_view_heads.ts";
import { combinationsOf } from "lib/heads/views/_view_rows.ts";
import { columnMeans } from "lib/heads/column_statistics.ts";
import type { Head } from "lib/heads/head.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import type { DenseMatrix, Views } from "lib/types.ts";

/** How `stacked` predicts its training items out of fold. */
export interface StackedOptions {
  /** Folds of whole groups where the views have groups; as many as groups where those are fewer. @default 5 */
  readonly folds?: number;
  /** Seed of the folds, an integer in 0..2^32-1. @default 42 */
  readonly seed?: number;
}

/**
 * Adds up what a head for each view says, weighted by how far each could be trusted on items that it
 * had not seen: `mean + Σ w_v (prediction_v - mean)`.
 *
 * The weights minimise `‖Y - mean - Σ w_v (prediction_v - mean)‖²` over the training items, where
 * `prediction_v` comes from a head fitted without the item's fold (Wolpert 1992), and none is below 0
 * (Breiman 1996); they need not sum to 1, since views that know different parts of a score add up.
 * The heads are then fitted on all items. Each target, and each combination of views that an item may
 * have, gets weights of its own, so an item that lacks a view is predicted exactly as by the same head
 * trained without that view; one with none gets the training targets' mean.
 *
 * @throws {RangeError} when there is no head or fewer than 2 folds; in `fit` when there are fewer than
 * 2 groups of items
 */
export function stacked(heads: ViewHeads, options: StackedOptions = {}): Head<Views> {
  const { folds = 5, seed = 42 } = options;
  checkViewHeads("a stack", heads);
  if (!Number.isInteger(folds) || folds < 2) {
    throw new RangeError(`Cannot make a stack: folds expected an integer above 1, got ${folds}`);
  }
  const name = `stack of ${nameViewHeads(heads)}`;
  return {
    name,
    async fit(views, targets) {
      checkTrainingViews(name, views, targets);
      const training = { views, targets };
      const outOfFold = await predictOutOfFold(heads, { ...training, folds, seed });
      const [fitted, shapes] = [await fitViewHeads(heads, training), shapesOf(views)];
      return {
        async predict(items) {
          checkPredictionViews(name, items, shapes);
          return await addUp(items, { fitted, outOfFold, targets });
        },
      };
    },
  };
}

/** What heads that had not seen an item add to their training mean, by view: [N, K]. */
async function predictOutOfFold(
  heads: ViewHeads,
  { views, targets, folds, seed }: {
    readonly views: Views;
    readonly targets: DenseMatrix;
    readonly folds: number;
    readonly seed: number;
  },
): Promise<Record<string, DenseMatrix>> {
  const { rows, columns } = targets;
  const groups = views.groups ?? Array.from({ length: rows }, (_, row) => row);
  const added: Record<string, DenseMatrix> = {};
  for (const view of Object.keys(heads)) added[view] = zeros(rows, columns);
  for (const { train, test } of dealFolds(groups, { folds, seed })) {
    const training = { views: selectRows(views, train), targets: selectRows(targets, train) };
    const fitted = await fitViewHeads(heads, training);
    const ofFold = await fitted.contributions(selectRows(views, test));
    for (const [view, ofView] of Object.entries(ofFold)) writeRows(added[view]!, ofView, test);
  }
  return added;
}

/** What a stack remembers. */
interface Stack {
  readonly fitted: FittedViewHeads;
  /** By view, [N, K]. */
  readonly outOfFold: Readonly<Record<string, DenseMatrix>>;
  readonly targets: DenseMatrix;
}

async function addUp(items: Views, stack: Stack): Promise<DenseMatrix> {
  const added = await stack.fitted.contributions(items);
  const sums = repeatRow(stack.fitted.means, items.rows);
  const { columns, data } = sums;
  for (const { names, rows } of combinationsOf(items)) {
    const used = names.filter((view) => view in added);
    for (let k = 0; k < columns; k++) {
      weigh(used, { ...stack, target: k }).forEach((weight, v) => {
        const { data: values } = added[used[v]!]!;
        for (const row of rows) data[row * columns + k]! += weight * values[row * columns + k]!;
      });
    }
  }
  return sums;
}

/** The weight of each view for one target, were these views all there are. */
function weigh(
  names: readonly string[],
  { outOfFold, targets, target }: Omit<Stack, "fitted"> & { readonly target: number },
): number[] {
  const mean = columnMeans(targets)[target]!;
  return nonNegativeLeastSquares(
    names.map((view) => columnOf(outOfFold[view]!, target)),
    columnOf(targets, target).map((value) => value - mean),
  );
}

function columnOf({ rows, columns, data }: DenseMatrix, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => data[row * columns + column]!);
}
