import { fitAndPredict } from "lib/heads/fit_and_predict.ts";
import type { Head } from "lib/heads/head.ts";
import { mean } from "lib/heads/mean.ts";
import { pooled } from "lib/heads/pooled.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import type { SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import type { Cause } from "lib/loaders/sample/sample_shares.ts";
import { r2 } from "lib/metrics/regression.ts";
import { TARGETS } from "lib/targets.ts";
import type { Sequences, Target } from "lib/types.ts";

/** What `explained` measures. */
interface Trial {
  readonly features: Sequences;
  readonly videos: readonly SampleVideo[];
  readonly head: Head<Sequences>;
}

/** R² above the training mean's of each target, every channel predicted from the other eleven. */
export async function explained(
  { features, videos, head }: Trial,
): Promise<Record<Target, number>> {
  const folds = groupKFold(videos.map(({ channelId }) => channelId), { folds: 12 });
  const reached = { virality: [] as number[], engagement: [] as number[] };
  for (const candidate of [head, pooled(mean())]) {
    const predictions = [];
    for (const { train, test } of folds) {
      const trial = { features, videos, fitOn: train, predictOn: test };
      predictions.push(...await fitAndPredict(candidate, trial));
    }
    for (const target of TARGETS) {
      const predicted = predictions.map((prediction) => prediction.predicted[target]);
      const actual = predictions.map((prediction) => prediction.actual[target]);
      reached[target].push(r2(predicted, actual));
    }
  }
  const gain = ([head, base]: number[]) => head! - base!;
  return { virality: gain(reached.virality), engagement: gain(reached.engagement) };
}

/** Sample videos, scored by one cause alone. */
export function scoredBy(videos: readonly SampleVideo[], cause: Cause): SampleVideo[] {
  return videos.map((video) => {
    const { virality, engagement } = video.recipe.components;
    return { ...video, scores: { virality: virality[cause], engagement: engagement[cause] } };
  });
}
