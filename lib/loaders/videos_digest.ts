import { digestOf } from "lib/storage/digest.ts";
import type { Video } from "lib/types.ts";

/**
 * SHA-256 in hex of what a data set says of its videos, in their order.
 *
 * What is generated besides, such as a sample video's recipe, does not count.
 *
 * @throws {TypeError} when a number is not finite
 * @example `digestOfVideos((await loadCorpus(settings)).videos)`
 */
export function digestOfVideos(videos: readonly Video[]): string {
  return digestOf(videos.map(fieldsOf));
}

function fieldsOf(video: Video) {
  const { videoId, transcript, scores, row, channelId, title, publishedAt, counts } = video;
  const known = { ...scores, videoId, transcript, row, channelId, title, publishedAt };
  return { ...known, counts: counts && countsOf(counts) };
}

function countsOf(counts: NonNullable<Video["counts"]>) {
  const { views, likes, comments, subscribers, day0Views, day0Subscribers } = counts;
  return { views, likes, comments, subscribers, day0Views, day0Subscribers };
}
