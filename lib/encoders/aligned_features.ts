import type { WordVectors } from "lib/encoders/text/word_vectors.ts";
import { wordsToFrames } from "lib/loaders/clips/words_to_frames.ts";
import type { DenseMatrix, Sequences, Word } from "lib/types.ts";

/** What a clip says to eye, mind and ear, in the order of an aligned row's columns. */
export const MODALITIES = ["visual", "text", "audio"] as const;

/** One of `MODALITIES`. */
export type Modality = typeof MODALITIES[number];

/** A clip's words and what they mean. */
export interface TimedVectors extends WordVectors {
  /** In order of time, W of them. */
  readonly words: readonly (Word & { readonly lineStartMs?: number })[];
}

/** What is known of one clip; whatever is missing may be left out or have no rows. */
export interface ClipModalities {
  /** For errors. */
  readonly videoId: string;
  /** One row a frame [F, D_visual]. */
  readonly visual?: DenseMatrix;
  readonly text?: TimedVectors;
  /** One row a frame [F, D_audio]. */
  readonly audio?: DenseMatrix;
}

/** Knobs of `alignFeatures`. */
export interface AlignOptions {
  /** Columns of each modality, so that a clip that lacks one has as many as the others. */
  readonly columns: Readonly<Record<Modality, number>>;
  /** Frames a second of pictures and sound. @default 10 */
  readonly fps?: number;
}

/** For each of a clip's frames, 1 where a modality is there, 0 where its columns are zeros. */
export type ModalityMasks = Readonly<Record<Modality, Uint8Array>>;

/** Clips whose modalities share one clock: each item is [F, D_visual + D_text + D_audio]. */
export interface AlignedFeatures extends Sequences {
  readonly columnsOf: Readonly<Record<Modality, number>>;
  /** One set a clip, F of each modality. */
  readonly masks: readonly ModalityMasks[];
}

/**
 * Puts pictures, words and sound side by side, frame by frame.
 *
 * A frame's text is the mean of the vectors of all words on screen at its time, see `wordsToFrames`.
 * A clip has as many frames as pictures, without pictures as rows of sound, with neither as its words
 * last. What is missing is 0 in the features and in the masks.
 *
 * @throws {TypeError} when a clip's matrix has other columns than the options say, or other rows
 * than it has words
 * @throws {RangeError} when a clip has neither pictures, words nor sound, or its words are out of order
 */
export function alignFeatures(
  clips: readonly ClipModalities[],
  { columns, fps = 10 }: AlignOptions,
): AlignedFeatures {
  const aligned = clips.map((clip) => alignClip(clip, { columns, fps }));
  return {
    kind: "sequences",
    rows: clips.length,
    columns: MODALITIES.reduce((sum, modality) => sum + columns[modality], 0),
    items: aligned.map(({ features }) => features),
    columnsOf: columns,
    masks: aligned.map(({ masks }) => masks),
  };
}

/** A modality's rows of a clip, by frame. */
interface FrameRows {
  readonly matrix: DenseMatrix;
  readonly mask: Uint8Array;
}

function alignClip(clip: ClipModalities, { columns, fps }: Required<AlignOptions>) {
  for (const modality of MODALITIES) checkColumns(clip, modality, columns[modality]);
  const frames = countFrames(clip, fps);
  const parts: Record<Modality, FrameRows> = {
    visual: firstRows(clip.visual, { frames, columns: columns.visual }),
    text: textRows(clip.text, { frames, columns: columns.text, fps }),
    audio: firstRows(clip.audio, { frames, columns: columns.audio }),
  };
  const masks = { visual: parts.visual.mask, text: parts.text.mask, audio: parts.audio.mask };
  return { features: sideBySide(MODALITIES.map((name) => parts[name].matrix), frames), masks };
}

function countFrames({ videoId, visual, text, audio }: ClipModalities, fps: number): number {
  const words = text?.words ?? [];
  const lastMs = words.reduce((last, { endMs }) => Math.max(last, endMs), 0);
  const spoken = words.length > 0 ? Math.max(1, Math.ceil(lastMs * fps / 1000)) : 0;
  const frames = visual?.rows || audio?.rows || spoken;
  if (frames > 0) return frames;
  throw new RangeError(`Cannot align ${videoId}: expected pictures, words or sound, got none`);
}

/** The first rows of a matrix, filled up with zeros. */
function firstRows(
  matrix: DenseMatrix | undefined,
  { frames, columns }: { frames: number; columns: number },
): FrameRows {
  const data = new Float32Array(frames * columns);
  const there = Math.min(matrix?.rows ?? 0, frames);
  if (matrix) data.set(matrix.data.subarray(0, there * columns));
  return {
    matrix: { kind: "dense", rows: frames, columns, data },
    mask: new Uint8Array(frames).fill(1, 0, there),
  };
}

/** Each frame's mean word vector. */
function textRows(
  text: TimedVectors | undefined,
  { frames, columns, fps }: { frames: number; columns: number; fps: number },
): FrameRows {
  const sums = new Float64Array(frames * columns);
  const counts = new Uint32Array(frames);
  for (
    const [word, { first, end }] of wordsToFrames(text?.words ?? [], { frames, fps }).entries()
  ) {
    if (!text!.known[word]) continue;
    const vector = text!.vectors.data.subarray(word * columns, (word + 1) * columns);
    for (let frame = first; frame < end; frame++) {
      counts[frame]!++;
      vector.forEach((value, d) => sums[frame * columns + d]! += value);
    }
  }
  const data = Float32Array.from(sums, (sum, at) => sum / (counts[Math.floor(at / columns)] || 1));
  return {
    matrix: { kind: "dense", rows: frames, columns, data },
    mask: Uint8Array.from(counts, (count) => count > 0 ? 1 : 0),
  };
}

function sideBySide(matrices: readonly DenseMatrix[], rows: number): DenseMatrix {
  const columns = matrices.reduce((sum, matrix) => sum + matrix.columns, 0);
  const data = new Float32Array(rows * columns);
  let column = 0;
  for (const { columns: width, data: values } of matrices) {
    for (let row = 0; row < rows; row++) {
      data.set(values.subarray(row * width, (row + 1) * width), row * columns + column);
    }
    column += width;
  }
  return { kind: "dense", rows, columns, data };
}

function checkColumns(clip: ClipModalities, modality: Modality, columns: number): void {
  const matrix = modality === "text" ? clip.text?.vectors : clip[modality];
  const rows = modality === "text" ? clip.text?.words.length : matrix?.rows;
  if (!matrix || (matrix.columns === columns && matrix.rows === rows)) return;
  throw new TypeError(
    `Cannot align ${clip.videoId}: expected ${modality} [${rows}, ${columns}], ` +
      `got [${matrix.rows}, ${matrix.columns}]`,
  );
}
