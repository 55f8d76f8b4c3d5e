import { join } from "node:path";
import { findFfmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { loadDataset } from "lib/loaders/dataset/dataset.ts";
import { renderSampleClips } from "lib/loaders/sample/sample_clips.ts";
import { createSampleCorpus } from "lib/loaders/sample/sample_corpus.ts";
import { originalSplit } from "lib/loaders/splits/original_split.ts";
import { writeSplits } from "lib/loaders/splits/split_files.ts";
import type { Settings } from "lib/settings.ts";
import type { Video } from "lib/types.ts";

/**
 * As many channels as the notebooks have folds, more than the ten videos that are known of each, and an
 * eighth of the training side has 15 videos, as many as there are neighbours.
 */
const SIZE = { channels: 12, videosPerChannel: 16 } as const;

/** Words of an average transcript of the real data set. */
const WORDS = 107;

/** Where a rehearsal's data lies. */
export interface RehearsalData {
  /** Holds `train_set.csv` and its siblings. */
  readonly dataset: string;
  /** Holds a clip of each video. */
  readonly videos: string;
}

/**
 * Writes a data set of 192 videos of 12 channels with their clips: those of a small sample corpus, with
 * the transcripts of the real data set where the settings name one. Clips that are there are kept.
 *
 * @param folder where both go
 * @throws {DatasetError} when the real data set has problems
 * @throws {Deno.errors.NotFound} when no ffmpeg runs
 * @throws {FfmpegError} when ffmpeg cannot encode a clip
 * @throws {UnwritableError} when something cannot be written
 */
export async function writeRehearsalData(
  folder: string,
  { dataset, ffmpeg: named }: Pick<Settings, "dataset" | "ffmpeg">,
): Promise<RehearsalData> {
  const { videos } = createSampleCorpus(SIZE);
  const ffmpeg = await findFfmpeg(named);
  const clips = await renderSampleClips(videos, { folder: join(folder, "clips"), ffmpeg });
  const real = dataset === undefined ? undefined : await loadDataset(dataset);
  const written = join(folder, "dataset");
  await writeSplits(written, {
    videos: withTranscripts(videos, real),
    split: originalSplit(videos.length),
  });
  return { dataset: written, videos: clips.folder };
}

/**
 * Gives videos the transcripts of others, evenly from their list; without others each says what it and
 * the videos after it say, until it is as long as an average one of the real data set.
 */
export function withTranscripts(
  videos: readonly Video[],
  others: readonly Pick<Video, "transcript">[] | undefined,
): Video[] {
  const step = Math.max(1, Math.floor((others?.length ?? 0) / videos.length));
  return videos.map((video, row) => {
    const other = others?.[(row * step) % others.length];
    return { ...video, transcript: other?.transcript ?? told(videos, row) };
  });
}

function told(videos: readonly Video[], row: number): string {
  const words: string[] = [];
  for (let i = 0; words.length < WORDS && i < videos.length; i++) {
    words.push(...videos[(row + i) % videos.length]!.transcript.split(/\s+/));
  }
  return words.join(" ");
}
