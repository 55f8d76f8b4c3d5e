import { writeRows, zeros } from "lib/heads/_dense.ts";
import {
  checkPredictionViews,
  checkTrainingViews,
  shapesOf,
} from "lib/heads/views/_view_guards.ts";
import { combinationsOf } from "lib/heads/views/_view_rows.ts";
import type { FittedHead, Head } from "lib/heads/head.ts";
import { hideViews } from "lib/heads/views/hide_views.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import type { DenseMatrix, Views } from "lib/types.ts";

/**
 * Fits a head anew for each combination of views that an item to predict may have, all other views
 * being hidden from it, and predicts each item by the one for its combination.
 *
 * So an item that lacks a view is predicted exactly as by the same head trained without that view.
 * The head for items with every view is fitted at once, others when an item first needs them, at most
 * `2^V` for V views; the training items are kept for that.
 */
export function forEachCombination(head: Head<Views>): Head<Views> {
  const name = `${head.name}, fitted for each combination of views`;
  return {
    name,
    async fit(views, targets) {
      checkTrainingViews(name, views, targets);
      const shapes = shapesOf(views);
      const heads = await fitOnDemand(head, { views, targets });
      return {
        async predict(items) {
          checkPredictionViews(name, items, shapes);
          return await predictByCombination(items, { heads, columns: targets.columns });
        },
      };
    },
  };
}

/** Finds the head for a combination of views. */
type HeadFor = (names: readonly string[]) => Promise<FittedHead<Views>>;

async function fitOnDemand(
  head: Head<Views>,
  { views, targets }: { readonly views: Views; readonly targets: DenseMatrix },
): Promise<HeadFor> {
  const all = Object.keys(views.views);
  const fitted = new Map<string, Promise<FittedHead<Views>>>();
  const headFor: HeadFor = (names) => {
    const hidden = all.filter((view) => !names.includes(view));
    const key = JSON.stringify(hidden);
    const known = fitted.get(key) ?? head.fit(hideViews(views, hidden), targets);
    fitted.set(key, known);
    return known;
  };
  await headFor(all);
  return headFor;
}

async function predictByCombination(
  items: Views,
  { heads, columns }: { readonly heads: HeadFor; readonly columns: number },
): Promise<DenseMatrix> {
  const all = zeros(items.rows, columns);
  for (const { names, rows } of combinationsOf(items)) {
    const fitted = await heads(names);
    writeRows(all, await fitted.predict(selectRows(items, rows)), rows);
  }
  return all;
}
