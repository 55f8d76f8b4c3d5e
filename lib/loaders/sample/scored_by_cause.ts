import type { SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import type { Cause } from "lib/loaders/sample/sample_shares.ts";

/**
 * Sample videos whose scores are one cause's standardised components and nothing else: mean 0 and
 * variance 1 over the whole corpus, so not in 0..1.
 *
 * What a model explains of them says how much of that cause it can see.
 */
export function scoredByCause(videos: readonly SampleVideo[], cause: Cause): SampleVideo[] {
  return videos.map((video) => {
    const { virality, engagement } = video.recipe.components;
    return { ...video, scores: { virality: virality[cause], engagement: engagement[cause] } };
  });
}
