import { checkKind, checkPrediction, checkTraining } from "lib/heads/_guards.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/**
 * Stops a fit on sequences that no head can learn from.
 *
 * @throws {RangeError} when there are no sequences, or one has no rows
 * @throws {TypeError} when the counts differ or a value is not finite
 */
export function checkTrainingSequences(
  head: string,
  sequences: Sequences,
  targets: DenseMatrix,
): void {
  const { rows } = sequences;
  checkTraining(head, { kind: "dense", rows, columns: 0, data: new Float64Array() }, targets);
  checkItems(head, sequences, sequences.columns);
}

/**
 * Stops a prediction from sequences that the head was not fitted for.
 *
 * @throws {RangeError} when a sequence has no rows
 * @throws {TypeError} when the column count differs from training or a value is not finite
 */
export function checkPredictionSequences(
  head: string,
  sequences: Sequences,
  columns: number,
): void {
  checkItems(head, sequences, columns);
}

function checkItems(head: string, sequences: Sequences, columns: number): void {
  checkKind(`use ${head}`, sequences, ["sequences"]);
  sequences.items.forEach((item, i) => {
    checkPrediction(`${head}, sequence ${i}`, item, columns);
    if (item.rows > 0) return;
    throw new RangeError(`Cannot use sequence ${i} with ${head}: expected a row, got none`);
  });
}
