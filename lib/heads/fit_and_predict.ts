import { DEFAULT_TARGETS, scoresOf, type Target, targetMatrix } from "lib/targets.ts";
import type { Features, Prediction, Sequences, Video, Views } from "lib/types.ts";
import { fitKnown } from "./fit_known.ts";
import type { Head } from "./head.ts";
import { selectRows } from "./select_rows.ts";

/** What a head is fitted on and tried on. */
export interface Trial<Input = Features> {
  /** A row, a sequence or views of each video. */
  readonly features: Input;
  readonly videos: readonly Video[];
  /** Positions of the videos to fit on. */
  readonly fitOn: readonly number[];
  /** Positions of the videos to predict. */
  readonly predictOn: readonly number[];
  /** What is learned and predicted. @default virality and engagement */
  readonly targets?: readonly Target[];
}

/**
 * Fits a head on some rows and predicts others, in the order of `predictOn`; each target is learned
 * from those of the rows of which it is known.
 *
 * @throws {TypeError} when features and videos differ in number
 * @throws {RangeError} when a position is not a row or a target is known of no row to fit on
 */
export async function fitAndPredict<Input extends Features | Sequences | Views>(
  head: Head<Input>,
  trial: Trial<Input>,
): Promise<Prediction[]> {
  const { features, videos, fitOn, predictOn, targets = DEFAULT_TARGETS } = trial;
  if (features.rows !== videos.length) {
    throw new TypeError(
      `Cannot fit ${head.name}: expected features of ${videos.length} videos, got ${features.rows}`,
    );
  }
  const training = {
    features: selectRows(features, fitOn),
    targets: targetMatrix(fitOn.map((row) => videos[row]!), targets),
  };
  const fitted = await fitKnown(head, training);
  const predicted = scoresOf(await fitted.predict(selectRows(features, predictOn)), targets);
  return predictOn.map((row, at) => ({
    videoId: videos[row]!.videoId,
    predicted: predicted[at]!,
    actual: videos[row]!.scores,
  }));
}
