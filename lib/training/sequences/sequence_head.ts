import type { FittedHead, Head } from "lib/heads/head.ts";
import type { FrameContributions } from "lib/training/sequences/frame_contributions.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** What a `SequenceHead` learned: a constant, and what each frame adds to it. */
export interface FittedSequenceHead extends FittedHead<Sequences> {
  /** The prediction of a sequence to which no frame adds anything [K]. */
  readonly bias: Float32Array;
  /** What each frame adds to each target, by what adds it; sums to the prediction minus `bias`. */
  contributions(sequences: Sequences): Promise<FrameContributions[]>;
}

/** A head of sequences whose predictions can be taken apart frame by frame. */
export interface SequenceHead extends Head<Sequences> {
  fit(features: Sequences, targets: DenseMatrix): Promise<FittedSequenceHead>;
}
