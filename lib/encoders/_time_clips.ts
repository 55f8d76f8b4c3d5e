import { dirname } from "node:path";
import { CaptionsError } from "lib/loaders/captions/captions_error.ts";
import {
  type ClipWords,
  clipWords,
  listCaptions,
  type SpokenVideo,
} from "lib/loaders/captions/clip_words.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";

/** A clip whose words are to be timed. */
export interface UntimedClip {
  readonly video: SpokenVideo;
  readonly file: VideoFile;
  readonly durationMs: number;
}

/** Clips' words, and the captions that could not be read. */
export interface TimedClips {
  /** One a clip. */
  readonly words: readonly ClipWords[];
  readonly failed: readonly { readonly videoId: string; readonly reason: string }[];
}

/** Times clips' words by what lies beside them; a clip of broken captions as if it had none. */
export async function timeClips(clips: readonly UntimedClip[]): Promise<TimedClips> {
  const folders = [...new Set(clips.map(({ file }) => dirname(file.path)))];
  const captions = new Map<string, string>();
  for (const folder of folders) {
    for (const [videoId, path] of await listCaptions(folder)) captions.set(videoId, path);
  }
  const words: ClipWords[] = [];
  const failed: { videoId: string; reason: string }[] = [];
  for (const { video, file: { videoId }, durationMs } of clips) {
    try {
      words.push(await clipWords(video, { captions: captions.get(videoId), durationMs }));
    } catch (error) {
      if (!(error instanceof CaptionsError)) throw error;
      failed.push({ videoId, reason: error.message });
      words.push(await clipWords(video, { durationMs }));
    }
  }
  return { words, failed };
}
