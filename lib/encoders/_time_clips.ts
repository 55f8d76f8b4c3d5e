import { dirname } from "node:path";
import type { FailedClip } from "lib/encoders/_failures.ts";
import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import {
  type ClipWords,
  clipWords,
  listCaptions,
  type SpokenVideo,
} from "lib/loaders/captions/clip_words.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";

/** Clips' words, and the captions that could not be read. */
export interface TimedClips {
  /** One a clip. */
  readonly words: readonly ClipWords[];
  readonly failed: readonly FailedClip[];
}

/**
 * Times clips' words by what lies beside them; a clip of broken captions as if it had none.
 *
 * @param durationsMs one a clip
 */
export async function timeClips(
  { videos, files }: {
    readonly videos: readonly SpokenVideo[];
    readonly files: readonly VideoFile[];
  },
  durationsMs: readonly number[],
): Promise<TimedClips> {
  const captions = await captionsBeside(files);
  const words: ClipWords[] = [];
  const failed: FailedClip[] = [];
  for (const [i, { videoId }] of files.entries()) {
    const durationMs = durationsMs[i]!;
    try {
      words.push(await clipWords(videos[i]!, { captions: captions.get(videoId), durationMs }));
    } catch (error) {
      if (!(error instanceof CaptionsError)) throw error;
      failed.push({ videoId, reason: error.message });
      words.push(await clipWords(videos[i]!, { durationMs }));
    }
  }
  return { words, failed };
}

/** Paths of the captions in the clips' folders, by video id. */
async function captionsBeside(files: readonly VideoFile[]): Promise<Map<string, string>> {
  const captions = new Map<string, string>();
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    for (const [videoId, path] of await listCaptions(folder)) captions.set(videoId, path);
  }
  return captions;
}
