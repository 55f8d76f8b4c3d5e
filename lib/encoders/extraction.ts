import { filterGraph, type FrameGeometry } from "lib/loaders/clips/frames.ts";
import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { soundFormat } from "lib/loaders/clips/audio.ts";
import type { FolderKey } from "lib/storage/keyed_folder.ts";

/** What of an encoder of clips decides a folder of features. */
export interface ExtractionEncoder {
  readonly name: string;
  /** All that changes its numbers: weights, precision, preprocessing, the version of its rules. */
  readonly identity: Readonly<Record<string, string>>;
  /** The size in which it wants its pictures, if it looks at them. */
  readonly geometry?: FrameGeometry;
  /** The rate at which it wants its sound, in samples a second, if it hears it. */
  readonly sampleRateHz?: number;
}

/** What besides the clip decides the numbers. */
export interface Extraction {
  readonly encoder: ExtractionEncoder;
  /** Frames a second. */
  readonly fps: number;
  /** Below which mean difference a frame counts as the last one; grey levels of 255, 0 is off. */
  readonly reuseBelow: number;
  /** What decodes. */
  readonly ffmpeg: Pick<Ffmpeg, "version">;
}

/** What tells a folder of features from its neighbours. */
export function extractionKey({ encoder, fps, reuseBelow, ffmpeg }: Extraction): FolderKey {
  const { name, identity, geometry, sampleRateHz } = encoder;
  return {
    name,
    identity: {
      encoder: identity,
      fps,
      reuseBelow,
      ffmpeg: ffmpeg.version,
      pictures: geometry && filterGraph(geometry, fps),
      sound: sampleRateHz === undefined ? undefined : soundFormat(sampleRateHz),
    },
  };
}
