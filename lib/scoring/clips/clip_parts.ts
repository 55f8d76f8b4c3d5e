import type { Tfidf } from "lib/encoders/text/tfidf.ts";
import { frameStats } from "lib/encoders/frames/frame_stats.ts";
import { logMelStats } from "lib/encoders/sound/log_mel_stats.ts";
import type { DenseMatrix, Sequences, Views } from "lib/types.ts";

/** Rows of pictures and sound a second. */
export const PARTS_FPS = 2;

/** What is said, seen and heard in a clip; what it lacks is missing. */
export interface ClipParts {
  readonly text?: string;
  /** `frameStats` [F, D]. */
  readonly pictures?: DenseMatrix;
  /** `logMelStats` [F, D]. */
  readonly sound?: DenseMatrix;
}

/** Sets clips' parts side by side as views "words", "pictures" and "sound". */
export async function viewsOf(
  clips: readonly ClipParts[],
  { words, groups }: { readonly words: Tfidf; readonly groups?: readonly string[] },
): Promise<Views> {
  const has = (part: keyof ClipParts) =>
    Uint8Array.from(clips, (clip) => clip[part] === undefined ? 0 : 1);
  return {
    kind: "views",
    rows: clips.length,
    views: {
      words: await words.encode(clips.map(({ text = "" }) => text)),
      pictures: sequencesOf(clips.map(({ pictures }) => pictures), frameStats.columns),
      sound: sequencesOf(clips.map(({ sound }) => sound), logMelStats.columns),
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

/** Every choice of parts that a clip may have. */
export const BASES: readonly (readonly string[])[] = [
  ["words", "pictures", "sound"],
  ["words", "pictures"],
  ["words", "sound"],
  ["pictures", "sound"],
  ["words"],
  ["pictures"],
  ["sound"],
];

/** The parts that a clip has, as views are called. */
export function basisOf({ text, pictures, sound }: ClipParts): string[] {
  return [
    ...(text === undefined ? [] : ["words"]),
    ...(pictures ? ["pictures"] : []),
    ...(sound ? ["sound"] : []),
  ];
}

/** A clip without the parts that are not named. */
export function onlyParts(
  { text, pictures, sound }: ClipParts,
  basis: readonly string[],
): ClipParts {
  return {
    text: basis.includes("words") ? text : undefined,
    pictures: basis.includes("pictures") ? pictures : undefined,
    sound: basis.includes("sound") ? sound : undefined,
  };
}
