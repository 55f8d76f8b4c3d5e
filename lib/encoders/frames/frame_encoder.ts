import type { DenseMatrix, Frame } from "lib/types.ts";
import type { Encoder } from "lib/encoders/encoder.ts";
import type { FrameGeometry } from "lib/loaders/clips/frames.ts";

/** A picture and the one before it in the same clip. */
export interface FrameInClip {
  readonly frame: Frame;
  /** Missing for a clip's first picture. */
  readonly previous?: Frame;
}

/** Turns a clip's pictures into rows of numbers, each picture by itself or beside the last one. */
export interface FrameEncoder extends Encoder<FrameInClip, DenseMatrix> {
  /** The size in which it wants its pictures. */
  readonly geometry: FrameGeometry;
  /** Pictures at a time with which it works best. */
  readonly batchSize: number;
  /** All that changes its numbers: weights, precision, preprocessing. */
  readonly identity: Readonly<Record<string, string>>;
}
