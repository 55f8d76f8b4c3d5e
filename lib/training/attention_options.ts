import type { DenseMatrix, Sequences } from "lib/types.ts";

/** Sequences and their targets [N, K]. */
export interface LabelledSequences {
  readonly features: Sequences;
  readonly targets: DenseMatrix;
}

/** How `attentionPooling` is trained. */
export interface AttentionPoolingOptions {
  /** Decides the start, the batches and the validation rows, 0 to 2^32-1. @default 0 */
  seed?: number;
  /** Rows of V, the number of patterns that attention can look for. @default 16 */
  hidden?: number;
  /** Most epochs. @default 60 */
  epochs?: number;
  /** Peak of a linearly falling rate. @default 0.01 */
  learningRate?: number;
  /** AdamW's. @default 0.01 */
  weightDecay?: number;
  /** Sequences a batch. @default 16 */
  batchRows?: number;
  /** Ends training after so many epochs without a lower validation loss. @default 10 */
  patience?: number;
  /** Decides when to stop. @default a fifth of the training sequences, which are then not learned */
  validation?: LabelledSequences;
  /** Measured after each epoch for a graph; decides nothing. @default none */
  heldOut?: LabelledSequences;
}

/** Mean squared errors after an epoch, counted from 1. */
export interface LossByEpoch {
  readonly epoch: number;
  /** Averaged over the epoch's batches, while they were learned. */
  readonly training: number;
  readonly validation: number;
  readonly heldOut?: number;
}
