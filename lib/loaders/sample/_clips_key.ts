import type { Ffmpeg } from "lib/loaders/clips/ffmpeg.ts";
import { CLIP_FORMAT } from "lib/loaders/sample/_clip_format.ts";
import { type ClipSource, RENDERING } from "lib/loaders/sample/_draw_clip.ts";
import { clipArguments } from "lib/loaders/sample/_render_clip.ts";
import type { SampleVideo } from "lib/loaders/sample/sample_corpus.ts";
import type {
  SamplePictures,
  SampleScene,
  SampleShape,
  SampleSound,
} from "lib/loaders/sample/sample_recipe.ts";
import { digestOf } from "lib/storage/digest.ts";
import type { FolderKey } from "lib/storage/keyed_folder.ts";
import type { Word } from "lib/types.ts";

/** What clips are rendered with; by default what this version renders with. */
export interface Rendering {
  readonly ffmpeg: Pick<Ffmpeg, "version">;
  /** @default RENDERING */
  readonly rendering?: number;
  /** @default CLIP_FORMAT */
  readonly format?: Readonly<Record<keyof typeof CLIP_FORMAT, number>>;
  /** What ffmpeg is told. @default clipArguments("SOUND") */
  readonly encoding?: readonly string[];
}

/** The key of the folder that holds these videos' clips: all that decides their bytes. */
export function clipsKey(videos: readonly SampleVideo[], made: Rendering): FolderKey {
  const { ffmpeg, rendering = RENDERING, format = CLIP_FORMAT } = made;
  const { width, height, fps, sampleRateHz } = format;
  const identity = {
    rendering,
    format: { width, height, fps, sampleRateHz },
    encoding: made.encoding ?? clipArguments("SOUND"),
    ffmpeg: ffmpeg.version,
    clips: Object.fromEntries(videos.map((video) => [video.videoId, digestOf(drawnOf(video))])),
  };
  return { name: `${videos.length} clips`, identity };
}

/** What is drawn and heard of a recipe; its scores and what they came from leave the clip alone. */
function drawnOf({ recipe, words }: ClipSource) {
  const { durationMs, pictures: { scenes, shapes, motion }, sound } = recipe;
  const { loudnessDb, pitchSemitones, tempoBpm } = sound;
  return {
    durationMs,
    words: words.map(({ text, startMs, endMs }) => ({ text, startMs, endMs } satisfies Word)),
    pictures: {
      scenes: scenes.map(({ startMs, endMs, colour }) =>
        ({ startMs, endMs, colour }) satisfies SampleScene
      ),
      shapes: shapes.map(({ kind, startMs, endMs }) =>
        ({ kind, startMs, endMs }) satisfies SampleShape
      ),
      motion,
    } satisfies Omit<SamplePictures, "warmth" | "brightness">, // which the scenes' colours hold
    sound: { loudnessDb, pitchSemitones, tempoBpm } satisfies SampleSound,
  };
}
