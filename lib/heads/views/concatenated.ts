import { Matrix } from "ml-matrix";
import { solveShifted } from "lib/heads/_cholesky.ts";
import { toDense, toMatrix } from "lib/heads/_dense.ts";
import { checkPositive } from "lib/heads/_guards.ts";
import {
  checkPredictionViews,
  checkTrainingViews,
  checkViewNames,
  shapesOf,
} from "lib/heads/views/_view_guards.ts";
import { fitViewKernel, type ViewKernel, type ViewScaling } from "lib/heads/views/_view_kernel.ts";
import { columnMeans } from "lib/heads/column_statistics.ts";
import type { FittedHead, Head } from "lib/heads/head.ts";
import type { DenseMatrix, Views } from "lib/types.ts";

/** What `concatenated` makes of each view and how strongly it shrinks. */
export interface ConcatenatedOptions {
  /** Factor of the penalty on all weights alike, in units of the scaled columns. @default 1 */
  readonly alpha?: number;
  /** By view; views that are not named are scaled by the defaults. @default {} */
  readonly scaling?: Readonly<Record<string, ViewScaling>>;
}

/**
 * Ridge regression on the columns of all views side by side, each view centred and scaled as a whole
 * so that its columns' variances sum to its weight; sequences are pooled.
 *
 * Solved as kernel ridge on the sum of the views' linear kernels, which is the same regression and
 * never writes sparse rows out: `mean + Σ_v k_v(x) (Σ_v K_v + alpha I)⁻¹ (Y - mean)`. N training items
 * need N² numbers and N³ / 3 steps. An item that lacks a view is treated as average in it;
 * `forEachCombination` treats it as if the view did not exist.
 *
 * @throws {RangeError} when alpha or a weight is not above 0; in `fit` when alpha is too small to
 * solve with
 * @throws {TypeError} in `fit` when a scaling names no view, or sparse rows are to be standardised
 */
export function concatenated(options: ConcatenatedOptions = {}): Head<Views> {
  const { alpha = 1, scaling = {} } = options;
  checkPositive("a concatenation", "alpha", alpha);
  for (const [view, { weight = 1 }] of Object.entries(scaling)) {
    checkPositive("a concatenation", `weight of ${view}`, weight);
  }
  const name = [`concatenation, ridge alpha ${alpha}`, ...nameScaling(scaling)].join(", ");
  return {
    name,
    fit: (views, targets) =>
      Promise.try(() => {
        checkTrainingViews(name, views, targets);
        checkViewNames(`fit ${name}`, Object.keys(scaling), views);
        const kernels = Object.keys(views.views).map((view) =>
          fitViewKernel(views, { view, scaling: scaling[view] ?? {}, head: name })
        );
        return fitOnKernels({ views, targets, kernels }, { alpha, name });
      }),
  };
}

/** Says how views are scaled, where not by the defaults, such as `sound × 2 standardised mean`. */
function nameScaling(scaling: Readonly<Record<string, ViewScaling>>): string[] {
  return Object.entries(scaling).map(([view, { weight, standardise, statistics }]) =>
    [
      view,
      ...(weight === undefined ? [] : [`× ${weight}`]),
      ...(standardise ? ["standardised"] : []),
      ...(statistics === undefined ? [] : [statistics.join(" and ")]),
    ].join(" ")
  );
}

function fitOnKernels(
  { views, targets, kernels }: {
    readonly views: Views;
    readonly targets: DenseMatrix;
    readonly kernels: readonly ViewKernel[];
  },
  { alpha, name }: { readonly alpha: number; readonly name: string },
): FittedHead<Views> {
  const [means, shapes] = [columnMeans(targets), shapesOf(views)];
  const products = (items: Views) =>
    kernels.reduce(
      (sum, kernel) => sum.add(kernel.products(items)),
      new Matrix(items.rows, targets.rows),
    );
  const dual = solveShifted(products(views), toMatrix(targets).subRowVector(means), { alpha });
  return {
    predict: (items) =>
      Promise.try(() => {
        checkPredictionViews(name, items, shapes);
        return toDense(products(items).mmul(dual).addRowVector(means));
      }),
  };
}
