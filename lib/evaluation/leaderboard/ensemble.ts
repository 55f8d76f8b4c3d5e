import type { NewPredictions } from "lib/evaluation/predictions/saved_predictions.ts";
import { checkSameVideos } from "lib/metrics/check_same_videos.ts";
import { forTargets, predictedTargets } from "lib/targets.ts";
import type { Prediction } from "lib/types.ts";

/**
 * Averages what several models say of the same videos, each counting alike: `Σ prediction_m / M`.
 *
 * The mean's squared error is at most the models' average one (Krogh and Vedelsby 1995), and the
 * smaller the more they disagree.
 *
 * @throws {RangeError} when there is no model
 * @throws {TypeError} when the models do not speak of the same videos in the same order
 */
export function averagePredictions(models: readonly (readonly Prediction[])[]): Prediction[] {
  const [first, ...others] = models;
  if (!first) {
    throw new RangeError("Cannot average predictions: expected at least one model, got none");
  }
  for (const other of others) checkSameVideos(first, other, { task: "average predictions" });
  const targets = predictedTargets(first);
  const mean = (row: number, target: string) =>
    models.reduce((sum, model) => sum + model[row]!.predicted[target]!, 0) / models.length;
  return first.map(({ videoId, actual }, row) => ({
    videoId,
    predicted: forTargets(targets, (target) => mean(row, target)),
    actual,
  }));
}

/** What a leaderboard calls an ensemble. */
export type EnsembleName = Pick<NewPredictions, "model" | "notebook">;

/**
 * Averages saved predictions into an ensemble's; its cost is its members' together, where all are
 * known.
 *
 * @throws {RangeError} when there is no member
 * @throws {TypeError} when members differ in data, protocol, side or videos
 */
export function averageSaved(
  members: readonly NewPredictions[],
  { model, notebook }: EnsembleName,
): NewPredictions {
  const predictions = averagePredictions(members.map((member) => member.predictions));
  const first = members[0]!;
  for (const field of ["data", "dataDigest", "protocol", "side"] as const) {
    const other = members.find((member) => member[field] !== first[field]);
    if (!other) continue;
    throw new TypeError(
      `Cannot average ${first.model} and ${other.model}: expected the same ${field}, ` +
        `got ${first[field]} and ${other[field]}`,
    );
  }
  const { run: _, ...shared } = first; // no one run made an ensemble
  return { ...shared, model, notebook, role: "ensemble", seconds: costOf(members), predictions };
}

function costOf(members: readonly NewPredictions[]): NewPredictions["seconds"] {
  const total = (part: "fit" | "predict") => {
    const seconds = members.flatMap((member) => member.seconds[part] ?? []);
    if (seconds.length < members.length) return {};
    return { [part]: seconds.reduce((sum, it) => sum + it, 0) };
  };
  return { ...total("fit"), ...total("predict") };
}
