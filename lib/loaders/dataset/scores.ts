import type { Counts, Video } from "lib/types.ts";

/** What a score is computed from. */
export type CountedVideo = Pick<Video, "videoId" | "counts">;

/**
 * How many of those who saw a video reacted: `(likes + comments) / views`.
 *
 * @throws {RangeError} naming the video and the count that is missing, negative, not finite or, for
 * views, zero
 */
export function rawEngagement(video: CountedVideo): number {
  const reactions = readCount(video, "likes") + readCount(video, "comments");
  return reactions / readDivisor(video, "views");
}

/**
 * How far a video went beyond its channel's subscribers:
 * `day0Views / day0Subscribers + views / subscribers`.
 *
 * `day0Views` are the views projected for the whole day of publication.
 *
 * @throws {RangeError} naming the video and the count that is missing, negative, not finite or, for
 * subscribers, zero
 */
export function rawVirality(video: CountedVideo): number {
  const firstDay = readCount(video, "day0Views") / readDivisor(video, "day0Subscribers");
  return firstDay + readCount(video, "views") / readDivisor(video, "subscribers");
}

function readDivisor(video: CountedVideo, field: keyof Counts): number {
  const count = readCount(video, field);
  if (count === 0) throw countError(video, field, "more than 0, since a score divides by it");
  return count;
}

function readCount(video: CountedVideo, field: keyof Counts): number {
  const count = video.counts?.[field];
  if (count === undefined || !Number.isFinite(count) || count < 0) {
    throw countError(video, field, "a finite count of at least 0");
  }
  return count;
}

function countError(video: CountedVideo, field: keyof Counts, expected: string): RangeError {
  return new RangeError(
    `Cannot score video ${video.videoId}: expected ${field} to be ${expected}, ` +
      `got ${video.counts?.[field] ?? "none"}`,
  );
}
