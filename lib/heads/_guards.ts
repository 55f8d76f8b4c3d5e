import type { DenseMatrix, Features } from "lib/types.ts";

/**
 * Stops a fit on data that no head can learn from.
 *
 * @throws {RangeError} when there are no rows
 * @throws {TypeError} when the row counts differ or a value is not finite
 */
export function checkTraining(head: string, features: Features, targets: DenseMatrix): void {
  if (features.rows !== targets.rows) {
    throw new TypeError(
      `Cannot fit ${head}: expected as many rows of targets as of features (${features.rows}), ` +
        `got ${targets.rows}`,
    );
  }
  if (features.rows === 0) {
    throw new RangeError(`Cannot fit ${head}: expected at least one row, got none`);
  }
  checkKind(`fit ${head}`, features, ["dense", "sparse"]);
  checkFinite(`fit ${head}: features`, features);
  checkFinite(`fit ${head}: targets`, targets);
}

/**
 * Stops a prediction from features that the head was not fitted for.
 *
 * @throws {TypeError} when the column count differs from the training features' or a value is not
 * finite
 */
export function checkPrediction(head: string, features: Features, columns: number): void {
  checkKind(`predict with ${head}`, features, ["dense", "sparse"]);
  if (features.columns !== columns) {
    throw new TypeError(
      `Cannot predict with ${head}: expected ${columns} columns as in training, ` +
        `got ${features.columns}`,
    );
  }
  checkFinite(`predict with ${head}: features`, features);
}

/**
 * Stops a head that was given another kind of input than it is made for, as a view may hold it.
 *
 * @param doing such as `fit ridge`
 * @throws {TypeError} when the kind is none of the expected ones
 */
export function checkKind(
  doing: string,
  { kind }: { readonly kind: string },
  expected: readonly string[],
): void {
  if (expected.includes(kind)) return;
  throw new TypeError(`Cannot ${doing}: expected ${expected.join(" or ")} features, got ${kind}`);
}

/**
 * Stops a setting that must be a finite number above zero.
 *
 * @throws {RangeError} when it is anything else
 */
export function checkPositive(head: string, setting: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(
      `Cannot make ${head}: ${setting} expected a finite number above 0, got ${value}`,
    );
  }
}

function checkFinite(doing: string, matrix: Features): void {
  const values = matrix.kind === "dense" ? matrix.data : matrix.values;
  let at = 0;
  while (at < values.length && Number.isFinite(values[at])) at++;
  if (at === values.length) return;
  const [row, column] = matrix.kind === "dense"
    ? [Math.floor(at / matrix.columns), at % matrix.columns]
    : [matrix.rowStarts.findLastIndex((start) => start <= at), matrix.indices[at]];
  throw new TypeError(
    `Cannot ${doing} expected finite numbers, got ${values[at]} in row ${row}, column ${column}`,
  );
}
