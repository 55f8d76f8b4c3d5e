import { fitAndPredict } from "./fit_and_predict.ts";
import type { Head } from "./head.ts";
import type { Target } from "lib/targets.ts";
import type { Features, Prediction, Sequences, TrainTest, Video, Views } from "lib/types.ts";

/** What a head is cross-validated on. */
export interface CrossValidation<Input = Features> {
  /**
   * A row, a sequence or views of each video; for features that are themselves fitted, such as
   * TF-IDF, what makes them for a fold whose training rows stand at the given positions.
   */
  readonly features: Input | ((train: readonly number[]) => Promise<Input>);
  readonly videos: readonly Video[];
  /** Row positions to fit on and to predict; each row is predicted in exactly one fold. */
  readonly folds: readonly TrainTest[];
  /** What is learned and predicted. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/**
 * Predicts every video by a head that was fitted without its fold, in the order of the videos.
 *
 * @throws {RangeError} when a row is predicted in no fold or in several
 * @throws {TypeError} when features and videos differ in number
 */
export async function crossValidate<Input extends Features | Sequences | Views>(
  head: Head<Input>,
  { features, videos, folds, targets }: CrossValidation<Input>,
): Promise<Prediction[]> {
  checkFolds(folds.flatMap(({ test }) => test), videos.length);
  const predictions = new Array<Prediction>(videos.length);
  for (const { train, test } of folds) {
    const made = typeof features === "function" ? await features(train) : features;
    const trial = { features: made, videos, fitOn: train, predictOn: test, targets };
    const ofFold = await fitAndPredict(head, trial);
    test.forEach((row, at) => predictions[row] = ofFold[at]!);
  }
  return predictions;
}

function checkFolds(predicted: readonly number[], rows: number): void {
  const counts = new Array<number>(rows).fill(0);
  for (const row of predicted) if (row in counts) counts[row]!++;
  const row = counts.findIndex((count) => count !== 1);
  if (row < 0) return;
  throw new RangeError(
    `Cannot cross-validate: expected row ${row} in the test side of one fold, got ${counts[row]}`,
  );
}
