import { errorProbe, type ErrorProbeOptions } from "lib/evaluation/leaks/_error_probe.ts";
import type { LeakProbe } from "lib/evaluation/leaks/leak_probe.ts";
import { crossingDuplicates } from "lib/loaders/splits/near_duplicates.ts";
import { meanScores, predictedTargets } from "lib/targets.ts";
import type { Prediction, Split, Video } from "lib/types.ts";

/**
 * Predicts a video whose transcript, or almost the same one, stands in training too by the mean score
 * of those, and every other video by the training mean.
 */
export function probeTwins(
  videos: readonly Video[],
  { split, ...options }:
    & Pick<ErrorProbeOptions, "baseline" | "drawn">
    & { split: Split },
): LeakProbe {
  const twins = trainingTwins(videos, split);
  const targets = predictedTargets(options.baseline);
  const predictions = options.baseline.map((prediction, at): Prediction => {
    const known = twins.get(split.validation[at]!);
    if (!known) return prediction;
    const means = meanScores(known.map((row) => videos[row]!), targets);
    return { ...prediction, predicted: { ...prediction.predicted, ...means } };
  });
  const rows = [...twins.keys()].sort((a, b) => a - b);
  const subject = `Looking up the ${rows.length} of ${split.validation.length} validation ` +
    `transcripts that nearly repeat a training transcript`;
  return errorProbe(predictions, { ...options, name: "repeated transcripts", rows, subject });
}

/** The training rows that say almost the same, by validation row. */
function trainingTwins(videos: readonly Video[], split: Split): Map<number, number[]> {
  const texts = videos.map(({ transcript }) => transcript);
  const twins = new Map<number, number[]>();
  for (const { rows, sides } of crossingDuplicates(texts, { ...split, test: [] })) {
    const [held, known] = sides[0] === "validation" ? rows : [rows[1], rows[0]];
    twins.set(held, [...twins.get(held) ?? [], known]);
  }
  return twins;
}
