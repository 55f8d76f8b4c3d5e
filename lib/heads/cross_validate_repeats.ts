import type { Features, Prediction, Sequences, Views } from "lib/types.ts";
import { crossValidate, type CrossValidation } from "./cross_validate.ts";
import type { Head } from "./head.ts";

/** What a head is cross-validated on several times over. */
export interface RepeatedCrossValidation<Input = Features>
  extends Omit<CrossValidation<Input>, "folds"> {
  /** The folds of each repeat; within one, each row is predicted exactly once. */
  readonly repeats: readonly CrossValidation["folds"][];
}

/**
 * Cross-validates a head by each repeat's folds; every video's predictions of the first repeat, then
 * those of the second, and so on.
 *
 * A video's predictions are not independent, so intervals over them need groups in which all of a
 * video's repeats stand together: each row's group, over again for each repeat.
 *
 * @throws {RangeError} when a row is predicted in no fold of a repeat or in several
 * @throws {TypeError} when features and videos differ in number
 */
export async function crossValidateRepeats<Input extends Features | Sequences | Views>(
  head: Head<Input>,
  { repeats, ...data }: RepeatedCrossValidation<Input>,
): Promise<Prediction[]> {
  const predictions = await Array.fromAsync(
    repeats,
    (folds) => crossValidate(head, { ...data, folds }),
  );
  return predictions.flat();
}
