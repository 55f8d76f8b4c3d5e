import { join } from "node:path";
import { loadDataset } from "lib/loaders/dataset/dataset.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { renderSampleClips } from "lib/loaders/sample/sample_clips.ts";
import { createSampleCorpus, type SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import { listVideos, type VideoFile } from "lib/loaders/clips/video_folder.ts";
import type { Settings } from "lib/settings.ts";
import type { Video } from "lib/types.ts";

/** What clips of either kind have. */
interface Clips {
  /** What a graph's subtitle says it was made from. */
  readonly name: string;
  /** One a video, in the videos' order. */
  readonly files: readonly VideoFile[];
  /** Folder in which features of these clips, and of no others, are kept. */
  readonly features: string;
}

/** Videos that have a clip. */
export type ClipCorpus =
  | Clips & { readonly kind: "real"; readonly videos: readonly Video[] }
  | Clips & { readonly kind: "sample"; readonly videos: readonly SampleVideo[] };

/** Knobs of `loadClipCorpus`. */
export interface ClipCorpusOptions {
  readonly ffmpeg: Ffmpeg;
}

/**
 * Loads the real data set's videos that have a clip in `settings.videos`; where the settings found no
 * such folder, renders the sample corpus's clips.
 *
 * @throws {DatasetError} when the real data set has problems
 * @throws {Deno.errors.NotFound} when the folder holds no clip of the data set
 * @throws {FfmpegError} when ffmpeg cannot encode a sample clip
 * @throws {UnwritableError} when a sample clip has to be rendered and the cache cannot be written
 */
export async function loadClipCorpus(
  settings: Pick<Settings, "dataset" | "videos" | "cache">,
  { ffmpeg }: ClipCorpusOptions,
): Promise<ClipCorpus> {
  const { dataset, videos: folder, cache } = settings;
  if (dataset !== undefined && folder !== undefined) {
    return await loadRealClips(dataset, folder, join(cache, "features"));
  }
  const { videos } = createSampleCorpus();
  const clips = await renderSampleClips(videos, { folder: join(cache, "sample-clips"), ffmpeg });
  const name = `sample corpus of ${videos.length} clips (no real clips)`;
  const features = join(clips.folder, "features");
  return { kind: "sample", name, videos, files: clips.files, features };
}

async function loadRealClips(
  dataset: string,
  folder: string,
  features: string,
): Promise<ClipCorpus> {
  const byId = new Map((await listVideos(folder)).map((file) => [file.videoId, file]));
  const videos = (await loadDataset(dataset)).filter(({ videoId }) => byId.has(videoId));
  if (videos.length === 0) {
    throw new Deno.errors.NotFound(
      `Cannot find clips of the data set: expected files video_<video id>.mp4 in ${folder}, ` +
        `got ${byId.size} clips of other videos`,
    );
  }
  const name = `${videos.length.toLocaleString("en-US")} real clips`;
  const files = videos.map(({ videoId }) => byId.get(videoId)!);
  return { kind: "real", name, videos, files, features };
}
