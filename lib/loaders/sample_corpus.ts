import { drawChannels, publicationDay, subscribersAt } from "lib/loaders/sample/_channels.ts";
import { computeComponents } from "lib/loaders/sample/_components.ts";
import { inventCounts, scoreCounts } from "lib/loaders/sample/_counts.ts";
import { designChannel } from "lib/loaders/sample/_design.ts";
import { drawIds } from "lib/loaders/sample/_ids.ts";
import { drawLatents } from "lib/loaders/sample/_latents.ts";
import { tellClip } from "lib/loaders/sample/_told_clip.ts";
import { writeRecipe } from "lib/loaders/sample/_recipe.ts";
import type { SampleRecipe } from "lib/loaders/sample_recipe.ts";
import { createGenerator } from "lib/random.ts";
import type { Counts, Video, Word } from "lib/types.ts";

/** An invented video, of which is known why it has its scores. */
export interface SampleVideo extends Video {
  readonly channelId: string;
  readonly title: string;
  readonly publishedAt: string;
  readonly counts: Counts;
  /** When each word of the transcript is said. */
  readonly words: readonly Word[];
  readonly recipe: SampleRecipe;
}

/** Invented videos, channel by channel and in order of publication within one. */
export interface SampleCorpus {
  readonly seed: number;
  readonly videos: readonly SampleVideo[];
}

/** How large a sample corpus is. */
export interface SampleCorpusOptions {
  /** @default 20260 */
  seed?: number;
  /** @default 12 */
  channels?: number;
  /** @default 20 */
  videosPerChannel?: number;
}

/**
 * Generates a corpus whose scores have the causes that `SAMPLE_SHARES` states; the same options
 * give the same corpus.
 *
 * The shares hold to 1e-6 for the planted scores. The videos' scores are computed from their whole
 * counts and differ from the planted ones by less than 1e-3.
 *
 * @throws {RangeError} when the corpus would be too small for its causes to be uncorrelated
 */
export function createSampleCorpus(options: SampleCorpusOptions = {}): SampleCorpus {
  const { seed = 20260, channels = 12, videosPerChannel = 20 } = options;
  checkSize(channels, videosPerChannel);
  const generator = createGenerator(seed);
  const told = drawChannels(generator, channels).flatMap((channel) =>
    designChannel(generator, videosPerChannel)
      .map((design, position) => tellClip(generator, { channel, position, design }))
  );
  const latents = drawLatents(generator, told);
  const caused = told.map((clip, i) => ({ ...clip, latents: latents[i]! }));
  const components = computeComponents(caused);
  const videoIds = drawIds(generator, told.length);
  const videos = caused.map((clip, row): SampleVideo => {
    const videoId = videoIds[row]!;
    const recipe = writeRecipe(generator, { ...clip, components: components[row]! });
    const counts = inventCounts(generator, {
      scores: recipe.planted,
      subscribers: subscribersAt(clip.channel, clip.position),
    });
    return {
      videoId,
      row,
      channelId: clip.channel.channelId,
      title: clip.title,
      publishedAt: publicationDay(generator, clip),
      transcript: clip.transcript,
      words: clip.words,
      counts,
      scores: scoreCounts({ videoId, counts }),
      recipe,
    };
  });
  return { seed, videos };
}

function checkSize(channels: number, videosPerChannel: number): void {
  const whole = Number.isInteger(channels) && Number.isInteger(videosPerChannel);
  if (whole && channels >= 2 && videosPerChannel >= 6) return;
  throw new RangeError(
    "Cannot generate a sample corpus with uncorrelated causes: expected at least 2 channels of at " +
      `least 6 videos, got ${channels} of ${videosPerChannel}`,
  );
}
