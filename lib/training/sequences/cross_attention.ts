import { checkTrainingSequences } from "lib/heads/sequences/sequence_guards.ts";
import { crossAttentionModel } from "lib/training/sequences/_cross_attention_model.ts";
import { fittedParts } from "lib/training/sequences/_fitted_parts.ts";
import { fitSequenceModel, type Fitting } from "lib/training/sequences/_fit_sequence_model.ts";
import type {
  LossByEpoch,
  SequenceTrainingOptions,
} from "lib/training/sequences/attention_options.ts";
import type { FittedSequenceHead, SequenceHead } from "lib/training/sequences/sequence_head.ts";
import type { DenseMatrix, Sequences } from "lib/types.ts";

/** Modalities of more columns are not decorrelated unless asked for: it would take minutes. */
const MOST_WHITENED = 512;

/** How `crossAttention` is trained. */
export interface CrossAttentionOptions extends SequenceTrainingOptions {
  /**
   * Columns of each modality of aligned sequences, in their order. What is 0 in all columns of a
   * modality is taken for missing.
   */
  readonly columnsOf: Readonly<Record<string, number>>;
  /** The modality whose frames look at those of the others. @default "text" */
  readonly asking?: string;
  /** H: columns of queries, keys and values; a multiple of `heads`. @default 16 */
  readonly hidden?: number;
  /** Attention heads; each looks further than the one before it. @default 2 */
  readonly heads?: number;
}

/** What `crossAttention(…).fit` learned. */
export interface FittedCrossAttention extends FittedSequenceHead {
  /** Mean squared error after each epoch; the epoch of the lowest validation loss is kept. */
  readonly history: readonly LossByEpoch[];
}

/** A head that is `crossAttention`. */
export interface CrossAttention extends SequenceHead {
  fit(features: Sequences, targets: DenseMatrix): Promise<FittedCrossAttention>;
}

/**
 * Learns what modalities say by themselves and what they say together: `y = b + Σ_m Σ_f a_mf W_m x_mf
 * + Σ_f a_f U (tanh(G t_f) ∘ c_f)`, where `c_f` is what frame f of the asking modality, `t_f`, reads
 * from the others' frames by multi-head attention that fades with distance in time, and each `a` is
 * attention over the frames that have the modality. Columns are standardised, and those of all but
 * the asking modality and of those over 512 columns decorrelated, unless `whiten` says otherwise.
 *
 * A modality that is missing adds 0, and so does what it would have said with others, so that a
 * model trained with modality dropout works without it. `loadTensorFlow` must have been called
 * before. Memory grows with `batchRows · heads · F²`.
 *
 * Its contributions are by modality, and `together`: what a frame of the asking modality adds with
 * what it reads.
 *
 * Sources: Vaswani et al., "Attention is all you need" (2017); Kim et al., "Hadamard product for
 * low-rank bilinear pooling" (2017); Ilse, Tomczak and Welling, "Attention-based deep multiple
 * instance learning" (2018).
 *
 * @throws {RangeError} when `hidden` is no multiple of `heads`, there is no asking modality or
 * nothing to ask; in `fit` when `modalityDropout` or `whiten` cannot be, there are too few sequences
 * to validate with, one has no rows, or it diverges
 * @throws {TypeError} in `fit` when the modalities' columns are not the sequences', or a value is not
 * finite
 */
export function crossAttention(options: CrossAttentionOptions): CrossAttention {
  const { hidden = 16, heads = 2, asking = "text", columnsOf } = options;
  const { weightDecay = 3, modalityDropout = 0.2 } = options;
  checkShape({ hidden, heads, asking, columnsOf });
  const name = `cross-attention of ${asking} hidden ${hidden} heads ${heads} decay ${weightDecay}`;
  const build: Fitting["build"] = (targets, modalities) =>
    crossAttentionModel({ targets, hidden, heads, asking, modalities });
  return {
    name,
    async fit(features, targets) {
      checkTrainingSequences(name, features, targets);
      const shape = { head: "cross-attention", hidden, heads, asking };
      const fitting = { name, shape, labelled: { features, targets }, columnsOf, build };
      const { trained, history } = await fitSequenceModel(fitting, {
        whiten: Object.keys(columnsOf)
          .filter((name) => name !== asking && columnsOf[name]! <= MOST_WHITENED),
        ...options,
        weightDecay,
        modalityDropout,
      });
      return { history, ...fittedParts(trained, { name, columns: features.columns }) };
    },
  };
}

function checkShape(
  { hidden, heads, asking, columnsOf }:
    & Required<Pick<CrossAttentionOptions, "hidden" | "heads" | "asking">>
    & Pick<CrossAttentionOptions, "columnsOf">,
): void {
  if (!(Number.isInteger(heads) && heads >= 1 && hidden >= 1 && hidden % heads === 0)) {
    throw new RangeError(
      `Cannot divide attention: expected a hidden size that is a multiple of the heads, ` +
        `got ${hidden} for ${heads} heads`,
    );
  }
  const named = Object.keys(columnsOf).filter((name) => columnsOf[name]! > 0);
  if (named.includes(asking) && named.length > 1) return;
  throw new RangeError(
    `Cannot let ${asking} attend to other modalities: expected columns of it and of another, ` +
      `got ${named.join(", ") || "none"}`,
  );
}
