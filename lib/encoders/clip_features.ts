import type { DenseMatrix } from "lib/types.ts";

/** A clip's features, one row a frame. */
export interface ClipFeatures {
  /** [F, D]. */
  readonly embeddings: DenseMatrix;
  /** When each frame is shown; missing in files of other programs. */
  readonly timestampsMs?: Float64Array;
  /** What made them: encoder, weights, preprocessing, rate, source. */
  readonly attributes: Readonly<Record<string, string | number>>;
}
