import { loadCorpus } from "lib/loaders/corpus.ts";
import { listVideos } from "lib/loaders/clips/video_folder.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { digestOfVideos } from "lib/loaders/videos_digest.ts";
import type { Settings } from "lib/settings.ts";
import type { Video } from "lib/types.ts";

/** The sample corpus that `GPT (Textual Autoregressive)` reads: answers are learned from many. */
export const GPT_SAMPLE = { channels: 150 } as const;

/**
 * `digestOfVideos` of every set of videos that a notebook reads under these settings: the corpus,
 * those of it that have a clip, and the larger sample corpus in the profile `sample`.
 *
 * @throws {DatasetError} when the real data set has problems
 */
export async function currentData(
  settings: Pick<Settings, "dataset" | "videos" | "profile">,
): Promise<ReadonlySet<string>> {
  const { videos } = await loadCorpus(settings);
  const read = [videos, await withClips(videos, settings)];
  if (settings.profile === "sample") read.push(createSampleCorpus(GPT_SAMPLE).videos);
  return new Set(read.map(digestOfVideos));
}

/** The videos that `loadClipCorpus` takes. */
async function withClips(
  videos: readonly Video[],
  { dataset, videos: folder }: Pick<Settings, "dataset" | "videos">,
): Promise<readonly Video[]> {
  if (dataset === undefined || folder === undefined) return createSampleCorpus().videos;
  const ids = new Set((await listVideos(folder)).map(({ videoId }) => videoId));
  return videos.filter(({ videoId }) => ids.has(videoId));
}
