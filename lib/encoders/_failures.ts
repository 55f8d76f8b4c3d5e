import type { VideoFile } from "lib/loaders/clips/video_folder.ts";
import { startProgress } from "lib/progress.ts";

/** A clip that could not be encoded, and why. */
export interface FailedClip {
  readonly videoId: string;
  readonly reason: string;
}

/** What `failuresOf` must know of an outcome; only failures have a reason. */
interface Outcome {
  readonly kind: string;
  readonly video: VideoFile;
  readonly reason?: string;
}

/** Follows the encoding of clips to its end with a progress line, and returns those that failed. */
export async function failuresOf(
  outcomes: AsyncIterable<Outcome>,
  { total, label }: { total: number; label: string },
): Promise<FailedClip[]> {
  const progress = startProgress(label, { total, unit: "clips", each: "a clip" });
  const failed: FailedClip[] = [];
  try {
    for await (const { kind, video: { videoId }, reason } of outcomes) {
      if (kind === "done before") progress.passed();
      else progress.advance();
      if (reason !== undefined) failed.push({ videoId, reason });
    }
  } finally {
    progress.stop();
  }
  return failed;
}
