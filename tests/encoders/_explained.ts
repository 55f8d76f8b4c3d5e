import { crossValidate } from "lib/heads/cross_validate.ts";
import type { Head } from "lib/heads/head.ts";
import { mean } from "lib/heads/mean.ts";
import { pooled } from "lib/heads/sequences/pooled.ts";
import { groupKFold } from "lib/loaders/splits/group_k_fold.ts";
import type { SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import { explainedBeyond } from "lib/metrics/explained_beyond.ts";
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
  const trial = { features, videos, folds };
  return explainedBeyond(
    await crossValidate(pooled(mean()), trial),
    await crossValidate(head, trial),
  );
}
