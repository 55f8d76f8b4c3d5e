import { type ClipCauses, drawCauses } from "lib/loaders/sample/_causes.ts";
import { drawChannels, publicationDay, subscribersAt } from "lib/loaders/sample/_channels.ts";
import { inventCounts, scoreCounts } from "lib/loaders/sample/_counts.ts";
import { designChannel } from "lib/loaders/sample/_design.ts";
import { parametersOf } from "lib/loaders/sample/_parameters.ts";
import { planPictures } from "lib/loaders/sample/_pictures.ts";
import { tellClip, type ToldClip } from "lib/loaders/sample/_told_clip.ts";
import { CUE_WORD, type SampleRecipe } from "lib/loaders/sample/sample_recipe.ts";
import { createGenerator, type Generator } from "lib/random.ts";
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
  const clips = drawChannels(generator, channels).flatMap((channel) =>
    designChannel(generator, videosPerChannel)
      .map((design, position) => tellClip(generator, { channel, position, design }))
  );
  const causes = drawCauses(generator, clips);
  const videoIds = drawIds(generator, clips.length);
  const videos = clips.map((clip, row) =>
    publishVideo(generator, { ...clip, ...causes[row]!, videoId: videoIds[row]!, row })
  );
  return { seed, videos };
}

function publishVideo(
  generator: Generator,
  clip: ToldClip & ClipCauses & Pick<Video, "videoId" | "row">,
): SampleVideo {
  const { videoId, row, channel, position, title, transcript, words, planted } = clip;
  const recipe = writeRecipe(generator, clip);
  const subscribers = subscribersAt(channel, position);
  const counts = inventCounts(generator, { scores: planted, subscribers });
  const publishedAt = publicationDay(generator, { channel, position });
  const scores = scoreCounts({ videoId, counts });
  const { channelId } = channel;
  return { videoId, row, channelId, title, publishedAt, transcript, words, counts, scores, recipe };
}

/** Fewest videos beside one for each channel, so that 8 numbers can be drawn with room to spare. */
const LEAST_FREEDOM = 40;

function checkSize(channels: number, videosPerChannel: number): void {
  const whole = Number.isInteger(channels) && Number.isInteger(videosPerChannel);
  const enough = channels >= 2 && videosPerChannel >= 6 &&
    channels * (videosPerChannel - 1) >= LEAST_FREEDOM;
  if (whole && enough) return;
  throw new RangeError(
    "Cannot generate a sample corpus with uncorrelated causes: expected at least 2 channels of at " +
      `least 6 videos and channels * (videosPerChannel - 1) >= ${LEAST_FREEDOM}, got ${channels} ` +
      `channels of ${videosPerChannel} videos`,
  );
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Draws distinct video ids of 11 characters. */
function drawIds(generator: Generator, count: number): string[] {
  const ids = new Set<string>();
  while (ids.size < count) ids.add(drawId(generator));
  return [...ids];
}

function drawId(generator: Generator): string {
  return Array.from({ length: 11 }, () => ALPHABET[generator.integer(ALPHABET.length - 1)]).join(
    "",
  );
}

/** Writes down everything that made a clip and its scores. */
function writeRecipe(
  generator: Generator,
  clip: ToldClip & ClipCauses,
): SampleRecipe {
  const { design, durationMs, components, planted } = clip;
  const parameters = parametersOf(clip.latents.parameters);
  const { loudnessDb, pitchSemitones, tempoBpm } = parameters;
  const cues = clip.words.filter(({ text }) => text.toLowerCase() === CUE_WORD);
  return {
    durationMs,
    markers: design.markers,
    cues,
    coincidence: design.coincidence,
    pictures: planPictures(generator, { design, durationMs, cues, parameters }),
    sound: { loudnessDb, pitchSemitones, tempoBpm },
    components,
    planted,
  };
}
