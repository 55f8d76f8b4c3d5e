import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import type { Tfidf } from "lib/encoders/text/tfidf.ts";
import type { CaptionWord } from "lib/loaders/captions/time_words.ts";
import type { DenseMatrix, Sequences, Views } from "lib/types.ts";

/** Rows of pictures and sound a second. */
export const PARTS_FPS = 2;

/** A video's words, pictures and sound; parts that it lacks, or that are not known, are missing. */
export interface VideoParts {
  readonly text?: string;
  /** The text's words with their times; joined by spaces they are the text. */
  readonly words?: readonly CaptionWord[];
  /** `frameStats` [F, D]. */
  readonly pictures?: DenseMatrix;
  /** `logMelStats` [F, D]. */
  readonly sound?: DenseMatrix;
  /** Of a clip. */
  readonly durationMs?: number;
}

/** Every choice of views that a video may have. */
export const BASES: readonly (readonly string[])[] = [
  ["words", "pictures", "sound"],
  ["words", "pictures"],
  ["words", "sound"],
  ["pictures", "sound"],
  ["words"],
  ["pictures"],
  ["sound"],
];

/** The views that a video has. */
export function basisOf({ text, pictures, sound }: VideoParts): string[] {
  return [
    ...(text === undefined ? [] : ["words"]),
    ...(pictures ? ["pictures"] : []),
    ...(sound ? ["sound"] : []),
  ];
}

/** A video without the views that are not named. */
export function onlyParts(
  { text, pictures, sound }: VideoParts,
  basis: readonly string[],
): VideoParts {
  return {
    text: basis.includes("words") ? text : undefined,
    pictures: basis.includes("pictures") ? pictures : undefined,
    sound: basis.includes("sound") ? sound : undefined,
  };
}

/** Sets videos' parts side by side as views "words", "pictures" and "sound". */
export async function viewsOf(
  videos: readonly VideoParts[],
  { words, groups }: { readonly words: Tfidf; readonly groups?: readonly string[] },
): Promise<Views> {
  const has = (part: keyof VideoParts) =>
    Uint8Array.from(videos, (video) => video[part] === undefined ? 0 : 1);
  return {
    kind: "views",
    rows: videos.length,
    views: {
      words: await words.encode(videos.map(({ text = "" }) => text)),
      pictures: sequencesOf(videos.map(({ pictures }) => pictures), frameStats.columns),
      sound: sequencesOf(videos.map(({ sound }) => sound), logMelStats.columns),
    },
    present: { words: has("text"), pictures: has("pictures"), sound: has("sound") },
    ...(groups && { groups }),
  };
}

/** Items in order, one of no rows where an item is missing. */
export function sequencesOf(
  items: readonly (DenseMatrix | undefined)[],
  columns: number,
): Sequences {
  const nothing: DenseMatrix = { kind: "dense", rows: 0, columns, data: new Float32Array() };
  return {
    kind: "sequences",
    rows: items.length,
    columns,
    items: items.map((item) => item ?? nothing),
  };
}
