import { scoresOf, targetMatrix } from "lib/targets.ts";
import type { Features, Prediction, Sequences, Video, Views } from "lib/types.ts";
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
}

/**
 * Fits a head on some rows and predicts others, in the order of `predictOn`.
 *
 * @throws {TypeError} when features and videos differ in number
 * @throws {RangeError} when a position is not a row
 */
export async function fitAndPredict<Input extends Features | Sequences | Views>(
  head: Head<Input>,
  trial: Trial<Input>,
): Promise<Prediction[]> {
  const { features, videos, fitOn, predictOn } = trial;
  if (features.rows !== videos.length) {
    throw new TypeError(
      `Cannot fit ${head.name}: expected features of ${videos.length} videos, got ${features.rows}`,
    );
  }
  const targets = targetMatrix(videos);
  const fitted = await head.fit(selectRows(features, fitOn), selectRows(targets, fitOn));
  const predicted = scoresOf(await fitted.predict(selectRows(features, predictOn)));
  return predictOn.map((row, at) => ({
    videoId: videos[row]!.videoId,
    predicted: predicted[at]!,
    actual: videos[row]!.scores,
  }));
}
