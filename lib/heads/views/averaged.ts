import { repeatRow } from "lib/heads/_dense.ts";
import { checkPositive } from "lib/heads/_guards.ts";
import {
  checkPredictionViews,
  checkTrainingViews,
  checkViewNames,
  shapesOf,
} from "lib/heads/views/_view_guards.ts";
import {
  checkViewHeads,
  type FittedViewHeads,
  fitViewHeads,
  nameViewHeads,
  type ViewHeads,
} from "lib/heads/views/_view_heads.ts";
import { hasView, rowsWith } from "lib/heads/views/_view_rows.ts";
import type { Head } from "lib/heads/head.ts";
import type { DenseMatrix, Views } from "lib/types.ts";

/** How much each view's head counts in `averaged`. */
export interface AveragedOptions {
  /** By view, relative to each other, above 0. @default 1 each */
  readonly weights?: Readonly<Record<string, number>>;
}

/**
 * Averages the predictions of a head for each view over the views an item has:
 * `Σ w_v prediction_v / Σ w_v`; an item with none of them gets the training targets' mean.
 *
 * Steady where the views say the same; where each knows a part of the score that the others do not,
 * the average says too little, and `stacked` adds the parts up. An item that lacks a view is
 * predicted exactly as by the same head trained without that view.
 *
 * @throws {RangeError} when there is no head or a weight is not above 0
 * @throws {TypeError} when a weight has no head
 */
export function averaged(heads: ViewHeads, { weights = {} }: AveragedOptions = {}): Head<Views> {
  checkViewHeads("an average", heads);
  checkViewNames("make an average", Object.keys(weights), { views: heads });
  for (const [view, weight] of Object.entries(weights)) {
    checkPositive("an average", `weight of ${view}`, weight);
  }
  const name = `average of ${nameViewHeads(heads, weights)}`;
  return {
    name,
    async fit(views, targets) {
      checkTrainingViews(name, views, targets);
      const [fitted, shapes] = [await fitViewHeads(heads, { views, targets }), shapesOf(views)];
      const learned = Object.keys(heads).filter((view) => rowsWith(views, view).length > 0);
      return {
        async predict(items) {
          checkPredictionViews(name, items, shapes);
          return await average(items, { fitted, learned, weights });
        },
      };
    },
  };
}

/** What an average is taken of. */
interface Average {
  readonly fitted: FittedViewHeads;
  /** Views that some training item had. */
  readonly learned: readonly string[];
  readonly weights: Readonly<Record<string, number>>;
}

async function average(
  items: Views,
  { fitted, learned, weights }: Average,
): Promise<DenseMatrix> {
  const added = await fitted.contributions(items);
  const averages = repeatRow(fitted.means, items.rows);
  const { columns, data } = averages;
  for (let row = 0; row < items.rows; row++) {
    const there = learned.filter((view) => hasView(items, view, row));
    const total = there.reduce((sum, view) => sum + (weights[view] ?? 1), 0);
    for (const view of there) {
      const share = (weights[view] ?? 1) / total;
      for (let at = row * columns; at < (row + 1) * columns; at++) {
        data[at]! += share * added[view]!.data[at]!;
      }
    }
  }
  return averages;
}
