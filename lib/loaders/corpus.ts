import { loadDataset } from "lib/loaders/dataset/dataset.ts";
import { createSampleCorpus, type SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import type { Settings } from "lib/settings.ts";
import type { Video } from "lib/types.ts";

/** The videos a run works on. */
export type Corpus =
  | {
    readonly kind: "real";
    /** What a graph's subtitle says it was made from. */
    readonly name: string;
    readonly videos: readonly Video[];
  }
  | {
    readonly kind: "sample";
    /** What a graph's subtitle says it was made from. */
    readonly name: string;
    readonly videos: readonly SampleVideo[];
  };

/**
 * Loads the real data set where the settings found one, and generates the sample corpus elsewhere.
 *
 * @throws {DatasetError} when the real data set has problems
 */
export async function loadCorpus({ dataset }: Pick<Settings, "dataset">): Promise<Corpus> {
  if (dataset === undefined) {
    const { videos } = createSampleCorpus();
    return { kind: "sample", name: `sample corpus of ${count(videos)} videos`, videos };
  }
  const videos = await loadDataset(dataset);
  return { kind: "real", name: `${count(videos)} real videos`, videos };
}

function count(videos: readonly Video[]): string {
  return videos.length.toLocaleString("en-US");
}
