import type { Claim } from "lib/storage/claim.ts";
import type { FeatureStore } from "lib/encoders/store.ts";
import type { Decoder } from "lib/loaders/clips/decoder.ts";
import type { VideoFile } from "lib/loaders/clips/video_folder.ts";
import type { Frame } from "lib/types.ts";

/** A clip that is this process's to encode and is being decoded. */
export interface OpenClip {
  readonly video: VideoFile;
  readonly claim: Claim;
  /** What tells its content, to be written beside its features. */
  readonly source: Readonly<Record<string, string>>;
  readonly frames: AsyncGenerator<Frame>;
}

/** What `openClips` works with. */
interface OpenClipsOptions {
  readonly store: FeatureStore;
  readonly decoder: Decoder;
  /** Told of clips that are finished already. */
  readonly onDone: (video: VideoFile) => void;
  /** Told of clips that another process has. */
  readonly onBusy: (video: VideoFile) => void;
}

/** Opens unfinished clips in order, each while the one before it is still being read. */
export async function* openClips(
  videos: readonly VideoFile[],
  options: OpenClipsOptions,
): AsyncGenerator<OpenClip> {
  const { store, decoder, onDone, onBusy } = options;
  let ahead: OpenClip | undefined;
  try {
    for (const video of videos) {
      if (await store.has(video)) {
        onDone(video);
        continue;
      }
      const claim = await store.claim(video.videoId);
      if (!claim) {
        onBusy(video);
        continue;
      }
      if (await store.has(video)) { // finished by another process since
        await claim.release();
        onDone(video);
        continue;
      }
      const ready = ahead;
      const source = await store.sourceOf(video);
      ahead = { video, claim, source, frames: decoder.frames(video.path) };
      if (ready) yield ready;
    }
    const last = ahead;
    ahead = undefined;
    if (last) yield last;
  } finally {
    await ahead?.claim.release();
  }
}
