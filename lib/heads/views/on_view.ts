import { columnMeans } from "lib/heads/column_statistics.ts";
import { repeatRow, writeRows } from "lib/heads/_dense.ts";
import {
  checkPredictionViews,
  checkTrainingViews,
  checkViewNames,
  shapesOf,
} from "lib/heads/views/_view_guards.ts";
import { presentRows, rowsWith, type View } from "lib/heads/views/_view_rows.ts";
import type { FittedHead, Head } from "lib/heads/head.ts";
import { selectRows } from "lib/heads/select_rows.ts";
import type { DenseMatrix, Views } from "lib/types.ts";

/** A head for what one view holds: rows of numbers, or sequences. */
export type ViewHead = Head<View>;

/**
 * Fits a head on one view and on the items that have it, blind to all other views.
 *
 * An item without the view gets the mean of all training targets, and so does every item where no
 * training item had it.
 */
export function onView(view: string, head: ViewHead): Head<Views> {
  const name = `${view} ${head.name}`;
  return {
    name,
    async fit(views, targets) {
      checkTrainingViews(name, views, targets);
      checkViewNames(`fit ${name}`, [view], views);
      const rows = rowsWith(views, view);
      const fitted = rows.length > 0
        ? await head.fit(presentRows(views, view), selectRows(targets, rows))
        : undefined;
      const [means, shapes] = [columnMeans(targets), shapesOf(views)];
      return {
        async predict(items) {
          checkPredictionViews(name, items, shapes);
          return await predictPresent(items, { view, fitted, means });
        },
      };
    },
  };
}

/** Predictions [M, K], the mean [K] for an item without the view. */
async function predictPresent(
  items: Views,
  { view, fitted, means }: { view: string; fitted?: FittedHead<View>; means: Float64Array },
): Promise<DenseMatrix> {
  const all = repeatRow(means, items.rows);
  const rows = rowsWith(items, view);
  if (!fitted || rows.length === 0) return all;
  writeRows(all, await fitted.predict(presentRows(items, view)), rows);
  return all;
}
