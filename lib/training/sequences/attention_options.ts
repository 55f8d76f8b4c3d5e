import type { DenseMatrix, Sequences } from "lib/types.ts";

/** Sequences and their targets [N, K]. */
export interface LabelledSequences {
  readonly features: Sequences;
  readonly targets: DenseMatrix;
}

/** How a head of sequences is trained. */
export interface SequenceTrainingOptions {
  /** Decides the start, the batches, what is dropped and the validation rows, 0 to 2^32-1. @default 0 */
  seed?: number;
  /** Most epochs. @default 60 */
  epochs?: number;
  /** Peak of a linearly falling rate. @default 0.01 */
  learningRate?: number;
  /** AdamW's. @default 0.01, in `crossAttention` 3 */
  weightDecay?: number;
  /**
   * Modalities whose columns are decorrelated as well as standardised, so that a faint difference
   * counts as much as a strong one: good for a few statistics that say alike things, bad for sparse
   * columns such as hashed words. @default none, in `crossAttention` all but the asking one
   * and those over 512 columns
   */
  whiten?: readonly string[];
  /** Sequences a batch. @default 16 */
  batchRows?: number;
  /** Ends training after so many epochs without a lower validation loss. @default 10 */
  patience?: number;
  /** Decides when to stop. @default a fifth of the training sequences, which are then not learned */
  validation?: LabelledSequences;
  /** Measured after each epoch for a graph; decides nothing. @default none */
  heldOut?: LabelledSequences;
  /**
   * Chance, 0 to below 1, that a modality is left out of a sequence while it is learned, never all
   * of them (Neverova et al., "ModDrop", 2016). @default 0.3, in `crossAttention` 0.2
   */
  modalityDropout?: number;
  /**
   * The folder of runs in which training is recorded, so that a fit that was killed goes on when it
   * is done again; each fit has one of its own in it, told from others by all that decides its
   * numbers. @default none: not kept
   */
  folder?: string;
}

/** How `attentionPooling` is trained. */
export interface AttentionPoolingOptions extends SequenceTrainingOptions {
  /** Rows of V, the number of patterns that attention can look for. @default 16 */
  hidden?: number;
  /**
   * Columns of each modality of aligned sequences, in their order. What is 0 in all columns of a
   * modality is taken for missing. @default none: rows are whole
   */
  columnsOf?: Readonly<Record<string, number>>;
}

/** Mean squared errors after an epoch, counted from 1. */
export interface LossByEpoch {
  readonly epoch: number;
  /** Averaged over the epoch's batches, while they were learned. */
  readonly training: number;
  readonly validation: number;
  readonly heldOut?: number;
}
