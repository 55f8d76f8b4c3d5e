import { extractionKey } from "lib/encoders/extraction.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { PARTS_FPS } from "lib/scoring/clips/clip_parts.ts";
import { type KnownVideos, learnedFrom } from "lib/scoring/known_videos.ts";
import { digestOf } from "lib/storage/digest.ts";
import type { FolderKey } from "lib/storage/keyed_folder.ts";

/** Counted up whenever the same clips give another model, or it is kept in another form. */
export const CLIP_MODEL_VERSION = 2;

/** What tells fitted clips from their neighbours. */
export function clipModelKey(
  known: KnownVideos,
  { clips, ffmpeg }: {
    /** SHA-256 of each known clip that can be read. */
    readonly clips: readonly (string | undefined)[];
    readonly ffmpeg: Pick<Ffmpeg, "version">;
  },
): FolderKey {
  const extraction = { fps: PARTS_FPS, reuseBelow: 0, ffmpeg };
  return {
    name: "clips",
    identity: {
      version: CLIP_MODEL_VERSION,
      pictures: extractionKey({ ...extraction, encoder: frameStats }).identity,
      sound: extractionKey({ ...extraction, encoder: logMelStats }).identity,
      clips: digestOf(clips),
      ...learnedFrom(known),
    },
  };
}
