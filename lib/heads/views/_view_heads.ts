import { columnMeans } from "lib/heads/column_statistics.ts";
import type { FittedHead } from "lib/heads/head.ts";
import { onView, type ViewHead } from "lib/heads/views/on_view.ts";
import type { DenseMatrix, Views } from "lib/types.ts";

/** A head for each view, by the view's name. */
export type ViewHeads = Readonly<Record<string, ViewHead>>;

/** Heads that have each seen one view of the same items. */
export interface FittedViewHeads {
  /** The training targets' means [K]. */
  readonly means: Float64Array;
  /**
   * What each view's head adds to the means, by view: `prediction - mean` [M, K], which is 0 for an
   * item without the view.
   */
  contributions(items: Views): Promise<Record<string, DenseMatrix>>;
}

/** Fits each head on its own view, see `onView`. */
export async function fitViewHeads(
  heads: ViewHeads,
  { views, targets }: { readonly views: Views; readonly targets: DenseMatrix },
): Promise<FittedViewHeads> {
  const means = columnMeans(targets);
  const fitted: Record<string, FittedHead<Views>> = {};
  for (const [view, head] of Object.entries(heads)) {
    fitted[view] = await onView(view, head).fit(views, targets);
  }
  return {
    means,
    async contributions(items) {
      const added: Record<string, DenseMatrix> = {};
      for (const [view, head] of Object.entries(fitted)) {
        added[view] = subtractRow(await head.predict(items), means);
      }
      return added;
    },
  };
}

/** Says the heads' views and names in a table, and how much each counts if that is given. */
export function nameViewHeads(
  heads: ViewHeads,
  weights: Readonly<Record<string, number>> = {},
): string {
  const times = (view: string) => view in weights ? `${weights[view]} × ` : "";
  return Object.entries(heads)
    .map(([view, head]) => `${times(view)}${view} ${head.name}`).join(", ");
}

/**
 * Stops a head made of no heads.
 *
 * @throws {RangeError} when there is none
 */
export function checkViewHeads(head: string, heads: ViewHeads): void {
  if (Object.keys(heads).length > 0) return;
  throw new RangeError(`Cannot make ${head}: expected a head for at least one view, got none`);
}

function subtractRow(matrix: DenseMatrix, row: Float64Array): DenseMatrix {
  const data = Float64Array.from(matrix.data, (value, at) => value - row[at % row.length]!);
  return { ...matrix, data };
}
